package sampan.runtime.launch;

import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Step;
import sampan.runtime.program.Syscall;

/** The ways in which anything inside the root file system is opened: openat2(2) below the root's descriptor, by no magic link. */
enum How {
    /** Whatever it is, without opening it. */
    PATH(Resolution.IN_ROOT, Symbol.O_PATH, Symbol.O_CLOEXEC),
    DIRECTORY(Resolution.IN_ROOT, Symbol.O_PATH, Symbol.O_DIRECTORY, Symbol.O_CLOEXEC),
    /** A folder that no symbolic link leads to: /proc and /sys. (CVE-2019-19921, CVE-2023-27561) */
    ORDINARY_DIRECTORY(Resolution.WITHOUT_LINKS, Symbol.O_PATH, Symbol.O_DIRECTORY, Symbol.O_CLOEXEC),
    /**
     * An empty file is made when there is none, through a dangling symbolic link as well. Open for reading: one open for writing
     * would keep its mount from becoming read-only.
     */
    CREATE(Resolution.IN_ROOT, Symbol.O_RDONLY, Symbol.O_CREAT, Symbol.O_NOCTTY, Symbol.O_NONBLOCK, Symbol.O_CLOEXEC),
    TERMINAL(Resolution.IN_ROOT, Symbol.O_RDWR, Symbol.O_NOCTTY, Symbol.O_CLOEXEC),
    /** A setting in procfs: nothing that is mounted there, and no magic link, is between its name and the kernel. (CVE-2025-52881) */
    SETTING(Resolution.ONE_MOUNT, Symbol.O_WRONLY, Symbol.O_CLOEXEC);

    private static final int SIZE = 24;
    private static final int NEW_FILE = 0755;

    private final Resolution resolution;
    private final String text;
    private final long flags;

    How(Resolution resolution, Symbol... flags) {
        this.flags = Symbol.bits(flags);
        this.resolution = resolution;
        this.text = "{flags=" + Symbol.text(flags) + ", resolve=" + resolution.text + "}";
    }

    /** What a path may lead through. */
    private enum Resolution {
        IN_ROOT(Symbol.RESOLVE_IN_ROOT, Symbol.RESOLVE_NO_MAGICLINKS),
        WITHOUT_LINKS(Symbol.RESOLVE_IN_ROOT, Symbol.RESOLVE_NO_MAGICLINKS, Symbol.RESOLVE_NO_SYMLINKS),
        ONE_MOUNT(Symbol.RESOLVE_BENEATH, Symbol.RESOLVE_NO_XDEV, Symbol.RESOLVE_NO_MAGICLINKS);

        private final long bits;
        private final String text;

        Resolution(Symbol... flags) {
            bits = Symbol.bits(flags);
            text = Symbol.text(flags);
        }
    }

    /** struct open_how. */
    Buffer buffer() {
        boolean creates = (flags & Symbol.O_CREAT.value()) != 0;
        return Buffer.longs(text, flags, creates ? NEW_FILE : 0, resolution.bits);
    }

    /** @param path from the root of the container, with or without its first slash */
    Step open(Launch launch, String path) {
        String relative = path.startsWith("/") ? path.substring(1) : path;
        return open(launch, launch.root(), relative.isEmpty() ? "." : relative);
    }

    /** @param path below a folder that is open */
    Step open(Launch launch, Argument folder, String path) {
        return launch.script()
                .call(Syscall.OPENAT2, folder, Argument.of(path), Argument.of(launch.how(this)), Argument.of(SIZE));
    }
}

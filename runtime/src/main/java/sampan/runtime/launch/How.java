package sampan.runtime.launch;

import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Step;
import sampan.runtime.program.Syscall;

/** The ways in which anything inside the root file system is opened: openat2(2) below the root's descriptor, by no magic link. */
enum How {
    /** Whatever it is, without opening it. */
    PATH(false, Symbol.O_PATH, Symbol.O_CLOEXEC),
    DIRECTORY(false, Symbol.O_PATH, Symbol.O_DIRECTORY, Symbol.O_CLOEXEC),
    /** A folder that no symbolic link leads to: /proc and /sys. (CVE-2019-19921, CVE-2023-27561) */
    ORDINARY_DIRECTORY(true, Symbol.O_PATH, Symbol.O_DIRECTORY, Symbol.O_CLOEXEC),
    /**
     * An empty file is made when there is none, through a dangling symbolic link as well. Open for reading: one open for writing
     * would keep its mount from becoming read-only.
     */
    CREATE(false, Symbol.O_RDONLY, Symbol.O_CREAT, Symbol.O_NOCTTY, Symbol.O_NONBLOCK, Symbol.O_CLOEXEC),
    TERMINAL(false, Symbol.O_RDWR, Symbol.O_NOCTTY, Symbol.O_CLOEXEC);

    private static final int SIZE = 24;
    private static final int NEW_FILE = 0755;

    private final long resolve;
    private final String text;
    private final long flags;

    How(boolean ordinary, Symbol... flags) {
        Symbol[] resolution = ordinary
                ? new Symbol[] {Symbol.RESOLVE_IN_ROOT, Symbol.RESOLVE_NO_MAGICLINKS, Symbol.RESOLVE_NO_SYMLINKS}
                : new Symbol[] {Symbol.RESOLVE_IN_ROOT, Symbol.RESOLVE_NO_MAGICLINKS};
        this.flags = Symbol.bits(flags);
        this.resolve = Symbol.bits(resolution);
        this.text = "{flags=" + Symbol.text(flags) + ", resolve=" + Symbol.text(resolution) + "}";
    }

    /** struct open_how. */
    Buffer buffer() {
        boolean creates = (flags & Symbol.O_CREAT.value()) != 0;
        return Buffer.longs(text, flags, creates ? NEW_FILE : 0, resolve);
    }

    /** @param path from the root of the container, with or without its first slash */
    Step open(Launch launch, String path) {
        String relative = path.startsWith("/") ? path.substring(1) : path;
        return launch.script()
                .call(
                        Syscall.OPENAT2,
                        launch.root(),
                        Argument.of(relative.isEmpty() ? "." : relative),
                        Argument.of(launch.how(this)),
                        Argument.of(SIZE));
    }
}

package sampan.kernel.file;

import java.util.ArrayList;
import java.util.List;
import sampan.kernel.call.Architecture;

/** The flags of open(2). {@link Open} adds {@code O_CLOEXEC} to all. */
public final class OpenFlags {
    public static final int O_RDONLY = 0;
    public static final int O_WRONLY = 1;
    public static final int O_RDWR = 2;
    public static final int O_CREAT = 0100;
    public static final int O_EXCL = 0200;
    public static final int O_NOCTTY = 0400;
    public static final int O_TRUNC = 01000;
    public static final int O_APPEND = 02000;
    public static final int O_NONBLOCK = 04000;
    public static final int O_NOATIME = 01000000;
    public static final int O_CLOEXEC = 02000000;
    public static final int O_PATH = 010000000;
    // The next three have other values on aarch64.
    public static final int O_DIRECT = Architecture.pick(040000, 0200000);
    public static final int O_DIRECTORY = Architecture.pick(0200000, 040000);
    public static final int O_NOFOLLOW = Architecture.pick(0400000, 0100000);
    public static final int O_TMPFILE = 020000000 | O_DIRECTORY;

    private OpenFlags() {}

    /** As strace prints them: {@code O_RDONLY|O_CLOEXEC}. */
    public static String text(long flags) {
        List<String> names = new ArrayList<>();
        names.add(
                switch ((int) flags & 3) {
                    case O_RDONLY -> "O_RDONLY";
                    case O_WRONLY -> "O_WRONLY";
                    case O_RDWR -> "O_RDWR";
                    default -> "O_ACCMODE";
                });
        long rest = flags & ~3;
        for (Named flag : Named.ALL) {
            if ((rest & flag.value) == flag.value) {
                names.add(flag.name);
                rest &= ~(long) flag.value;
            }
        }
        if (rest != 0) {
            names.add("0x" + Long.toHexString(rest));
        }
        return String.join("|", names);
    }

    private record Named(int value, String name) {
        static final List<Named> ALL = List.of(
                new Named(O_TMPFILE, "O_TMPFILE"),
                new Named(O_CREAT, "O_CREAT"),
                new Named(O_EXCL, "O_EXCL"),
                new Named(O_NOCTTY, "O_NOCTTY"),
                new Named(O_TRUNC, "O_TRUNC"),
                new Named(O_APPEND, "O_APPEND"),
                new Named(O_NONBLOCK, "O_NONBLOCK"),
                new Named(O_DIRECT, "O_DIRECT"),
                new Named(O_DIRECTORY, "O_DIRECTORY"),
                new Named(O_NOFOLLOW, "O_NOFOLLOW"),
                new Named(O_NOATIME, "O_NOATIME"),
                new Named(O_CLOEXEC, "O_CLOEXEC"),
                new Named(O_PATH, "O_PATH"));
    }
}

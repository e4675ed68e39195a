package sampan.kernel;

/** errno(3): numbers (the same on x86-64 and aarch64) and names. */
public final class Errno {
    public static final int ENOENT = 2;

    private Errno() {}

    /** {@code ENOENT}, or {@code errno 4711} for a number without a name. */
    public static String name(int errno) {
        return errno == ENOENT ? "ENOENT" : "errno " + errno;
    }
}

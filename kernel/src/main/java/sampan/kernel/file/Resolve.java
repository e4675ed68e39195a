package sampan.kernel.file;

/** The {@code resolve} flags of openat2(2). */
public final class Resolve {
    public static final long NO_XDEV = 0x01;
    public static final long NO_MAGICLINKS = 0x02;
    public static final long NO_SYMLINKS = 0x04;
    public static final long BENEATH = 0x08;
    public static final long IN_ROOT = 0x10;
    public static final long CACHED = 0x20;

    private Resolve() {}
}

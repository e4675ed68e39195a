package sampan.kernel.file;

/** makedev(3): a device number holds a major of 12 and a minor of 20 bits in the kernel, spread over 64 in C. */
public final class Devices {
    private Devices() {}

    public static long makedev(long major, long minor) {
        return (minor & 0xff)
                | (major & 0xfff) << 8
                | (minor & ~0xffL & 0xffff_ffffL) << 12
                | (major & ~0xfffL & 0xffff_ffffL) << 32;
    }

    public static long major(long device) {
        return (device >>> 8 & 0xfff) | (device >>> 32 & ~0xfffL);
    }

    public static long minor(long device) {
        return (device & 0xff) | (device >>> 12 & 0xffff_ff00L);
    }
}

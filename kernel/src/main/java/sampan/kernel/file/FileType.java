package sampan.kernel.file;

/** What a name stands for: the S_IFMT bits of inode(7). */
public enum FileType {
    FIFO(0010000),
    CHARACTER_DEVICE(0020000),
    DIRECTORY(0040000),
    BLOCK_DEVICE(0060000),
    REGULAR(0100000),
    SYMLINK(0120000),
    SOCKET(0140000),
    /** A file system that does not say; or an anonymous inode, such as an epoll descriptor's. */
    UNKNOWN(0);

    private static final int S_IFMT = 0170000;
    private static final int DT_SHIFT = 12;

    private final int bits;

    FileType(int bits) {
        this.bits = bits;
    }

    /** The bits mknod(2) wants. */
    public int bits() {
        return bits;
    }

    static FileType ofMode(int mode) {
        for (FileType type : values()) {
            if (type.bits == (mode & S_IFMT)) {
                return type;
            }
        }
        return UNKNOWN;
    }

    /** {@code d_type} of a directory entry is the same bits, shifted. */
    static FileType ofEntry(int type) {
        return ofMode(type << DT_SHIFT);
    }
}

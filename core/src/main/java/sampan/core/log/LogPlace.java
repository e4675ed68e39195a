package sampan.core.log;

/**
 * How far somebody has read a log.
 *
 * @param inode of the file; 0: of none
 * @param offset of the next entry in it
 */
public record LogPlace(long inode, long offset) {
    /** Nothing has been read. */
    public static final LogPlace START = new LogPlace(0, 0);
}

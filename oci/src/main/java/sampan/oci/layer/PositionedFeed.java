package sampan.oci.layer;

import java.io.EOFException;
import java.io.IOException;
import sampan.kernel.Fd;
import sampan.kernel.file.Read;

/** The bytes of a file, from its start on; what is skipped is not read. */
final class PositionedFeed extends ByteFeed {
    private static final int CHUNK = 16 << 10;

    private final Fd file;
    private final byte[] buffer = new byte[CHUNK];
    private long next;

    /** @param file stays the caller's */
    PositionedFeed(Fd file) {
        this.file = file;
    }

    /** Of the next byte. */
    long position() {
        return next - atHand();
    }

    @Override
    protected void refill() throws IOException {
        int got = Read.at(file, buffer, next);
        next += got;
        offer(buffer, got);
    }

    /** Whether the file reaches so far is seen by reading the last byte. */
    @Override
    void skip(long count) throws IOException {
        if (count <= atHand()) {
            drop((int) count);
            return;
        }
        long target = position() + count;
        if (target < 0) {
            throw new EOFException();
        }
        drop(atHand());
        next = target - 1;
        if (!more()) {
            throw new EOFException();
        }
        drop(1);
    }
}

package sampan.api.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;

/** Memory for archives on their way in. It is lent again and again: the kernel fills fresh memory with zeros first, page by page. */
final class ArchiveMemory extends PooledByteBufAllocator {
    /** Bytes that are read at once, and decoded as one, at most. */
    static final int PIECE = 128 << 10;

    /** What Netty guesses for a client that sends half of that at once. */
    private static final int MUCH = 32 << 10;

    private static final int PAGE = 8 << 10;
    /** A block of 1 MiB: one stays when all archives have come. */
    private static final int BLOCK_ORDER = 7;

    static final ArchiveMemory SHARED = new ArchiveMemory();

    private ArchiveMemory() {
        super(true, 0, 1, PAGE, BLOCK_ORDER, 0, 0, false);
    }

    /** Little for a client that sends little: who holds one byte of a piece holds all of it. */
    @Override
    public ByteBuf directBuffer(int guess) {
        return super.directBuffer(guess < MUCH ? guess : PIECE);
    }
}

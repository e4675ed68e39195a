package sampan.kernel.file;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Native memory for a moment. What was given back is lent again: fresh memory is filled with zeros first, which takes as long as a read. */
final class Chunks {
    static final int SIZE = 64 << 10;
    /** Less than this is better taken fresh. */
    private static final int LARGE = 16 << 10;

    private static final int KEPT = 8;
    private static final BlockingQueue<MemorySegment> FREE = new ArrayBlockingQueue<>(KEPT);

    private Chunks() {}

    /** At least so many bytes, or a whole chunk; to be given back before the arena is closed. */
    static MemorySegment take(Arena arena, long bytes) {
        if (bytes < LARGE) {
            return arena.allocate(Math.max(bytes, 1));
        }
        MemorySegment kept = FREE.poll();
        return kept == null ? Arena.ofAuto().allocate(SIZE) : kept;
    }

    static void give(MemorySegment chunk) {
        if (chunk.byteSize() == SIZE) {
            boolean _ = FREE.offer(chunk);
        }
    }
}

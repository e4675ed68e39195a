package sampan.oci.layer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.XZInputStream;

/**
 * An xz stream whose dictionary counts: what all of them hold at a time is bounded, so that archives that come at once wait for each
 * other instead of filling the engine's heap.
 */
final class XzStream extends FilterInputStream {
    /** Enough for {@code xz -9}; a stream that wants more memory is refused. */
    private static final int MOST_KIB = 80 << 10;
    /** Of all streams together: one of the largest, and some of the usual 8 MiB. */
    private static final Semaphore LEFT_KIB = new Semaphore(MOST_KIB + (32 << 10), true);

    private static final int PATIENCE_SECONDS = 60;
    private static final int KIB = 1 << 10;
    private static final int SMALL = 1 << 20;

    private final Memory memory;

    private XzStream(InputStream unpacked, Memory memory) {
        super(unpacked);
        this.memory = memory;
    }

    static XzStream open(InputStream packed) throws IOException {
        Memory memory = new Memory();
        return new XzStream(new XZInputStream(packed, MOST_KIB, memory), memory);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (UncheckedIOException busy) {
            throw busy.getCause();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            memory.releaseAll();
        }
    }

    /** What one stream holds. The decoder asks for its dictionary here. */
    private static final class Memory extends ArrayCache {
        private int heldKib;

        @Override
        public byte[] getByteArray(int size, boolean fillWithZeros) {
            int kib = counted(size);
            try {
                if (!LEFT_KIB.tryAcquire(kib, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw new UncheckedIOException(new IOException("too many of its kind are unpacked at once"));
                }
            } catch (InterruptedException abandoned) {
                Thread.currentThread().interrupt();
                throw new UncheckedIOException(new IOException("abandoned"));
            }
            heldKib += kib;
            return new byte[size];
        }

        @Override
        public void putArray(byte[] array) {
            release(Math.min(heldKib, counted(array.length)));
        }

        /** The dictionary alone: who has it waits for nothing more. */
        private static int counted(int size) {
            return size < SMALL ? 0 : Math.min(MOST_KIB, Math.ceilDiv(size, KIB));
        }

        private void releaseAll() {
            release(heldKib);
        }

        private void release(int kib) {
            heldKib -= kib;
            LEFT_KIB.release(kib);
        }
    }
}

package sampan.oci.layer;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Hands out the bytes of a stream in place: who reads sees the chunk they arrived in. */
abstract class ByteFeed {
    private byte[] bytes = new byte[0];
    private int position;
    private int limit;
    private Slice tape = (_, _, _) -> {};

    /** Takes what is left out of the hands of the reader and calls {@link #offer} with more, or not at the end. */
    protected abstract void refill() throws IOException;

    /** The next bytes, valid until the next {@link #refill}. */
    protected final void offer(byte[] more, int length) {
        bytes = more;
        position = 0;
        limit = length;
    }

    /** Where a slice of the stream goes. */
    @FunctionalInterface
    interface Slice {
        void accept(byte[] bytes, int from, int length) throws IOException;
    }

    /** True when another byte is there. */
    final boolean more() throws IOException {
        if (position == limit) {
            offer(bytes, 0);
            refill();
        }
        return position < limit;
    }

    /** From here on this gets a copy of every byte that goes by, but for those of {@link #passUnrecorded}. */
    final void record(Slice copy) {
        tape = copy;
    }

    /** Passes on exactly {@code count} bytes. */
    final void pass(long count, Slice slice) throws IOException {
        passUnrecorded(count, (from, start, length) -> {
            slice.accept(from, start, length);
            tape.accept(from, start, length);
        });
    }

    final void passUnrecorded(long count, Slice slice) throws IOException {
        long left = count;
        while (left > 0) {
            if (!more()) {
                throw new EOFException();
            }
            int length = (int) Math.min(left, limit - position);
            slice.accept(bytes, position, length);
            position += length;
            left -= length;
        }
    }

    void skip(long count) throws IOException {
        pass(count, (_, _, _) -> {});
    }

    /** A copy of the next {@code count} bytes. */
    final byte[] take(int count) throws IOException {
        byte[] taken = new byte[count];
        int[] filled = {0};
        pass(count, (from, start, length) -> {
            System.arraycopy(from, start, taken, filled[0], length);
            filled[0] += length;
        });
        return taken;
    }

    /** Reads on to the end. */
    final void drain() throws IOException {
        while (more()) {
            tape.accept(bytes, position, limit - position);
            position = limit;
        }
    }

    /** How many of the bytes at hand were not read yet. */
    final int atHand() {
        return limit - position;
    }

    /** Drops what is at hand. */
    final void drop(int count) {
        position += count;
    }

    /** Without threads, for small archives. */
    static ByteFeed of(InputStream stream) {
        byte[] buffer = new byte[Chunk.SIZE];
        return new ByteFeed() {
            @Override
            protected void refill() throws IOException {
                int read = stream.read(buffer);
                if (read > 0) {
                    offer(buffer, read);
                }
            }
        };
    }

    static ByteFeed of(byte[] content) {
        byte[][] pending = {Arrays.copyOf(content, content.length)};
        return new ByteFeed() {
            @Override
            protected void refill() {
                offer(pending[0], pending[0].length);
                pending[0] = new byte[0];
            }
        };
    }
}

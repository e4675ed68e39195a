package sampan.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import sampan.kernel.file.BlockInputStream;

/** Fetches and checks in a thread of its own while the reader unpacks: a processor for each, and a bounded number of chunks between them. */
final class ReadAhead extends BlockInputStream {
    private static final int CHUNKS = 8;
    private static final int SIZE = 128 << 10;
    private static final Chunk NONE = new Chunk(new byte[0], 0);

    private final InputStream source;
    private final BlockingQueue<Chunk> ready = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(CHUNKS);
    private final Thread thread;
    private volatile @Nullable Throwable failure;
    private Chunk current = NONE;
    private int position;

    /** @param source closed with this */
    ReadAhead(InputStream source) {
        this.source = source;
        thread = Thread.ofPlatform().daemon().name("layer-fetch").start(this::fetch);
    }

    /** Empty: the end. */
    private static final class Chunk {
        final byte[] bytes;
        final int length;

        Chunk(byte[] bytes, int length) {
            this.bytes = bytes;
            this.length = length;
        }
    }

    private void fetch() {
        int made = 0;
        try {
            while (true) {
                byte[] bytes = free.poll();
                if (bytes == null) {
                    bytes = made++ < CHUNKS ? new byte[SIZE] : free.take();
                }
                int length = source.readNBytes(bytes, 0, SIZE);
                if (length > 0) {
                    ready.add(new Chunk(bytes, length));
                }
                if (length < SIZE) {
                    break;
                }
            }
        } catch (InterruptedException abandoned) {
            failure = new InterruptedIOException("abandoned");
        } catch (IOException | RuntimeException | Error broken) {
            failure = broken;
        }
        ready.add(NONE);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == current.length && !advance()) {
            return -1;
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current.bytes, position, target, offset, count);
        position += count;
        return count;
    }

    private boolean advance() throws IOException {
        if (current.length > 0) {
            free.add(current.bytes);
        }
        position = 0;
        current = NONE;
        try {
            current = ready.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        if (current.length == 0) {
            ready.add(NONE); // whoever asks again hears the same
            fail();
        }
        return current.length > 0;
    }

    private void fail() throws IOException {
        switch (failure) {
            case null -> {}
            case IOException io -> throw io;
            case RuntimeException wrong -> throw wrong;
            case Error error -> throw error;
            case Throwable other -> throw new IOException(other);
        }
    }

    /** Ends the thread; what it was still to read is not fetched. */
    @Override
    public void close() throws IOException {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        source.close();
    }
}

package sampan.oci.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import sampan.kernel.digest.Sha256;
import sampan.oci.image.Digest;

/**
 * Unpacks a stream in one thread and hashes it in another while the caller works on it: three processors for one archive, and a bounded
 * number of chunks between them.
 */
final class HashedFeed extends ByteFeed implements AutoCloseable {
    private static final int CHUNKS = 24;
    private static final int READERS = 2;

    private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(CHUNKS);
    private final BlockingQueue<Chunk> forCaller = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final BlockingQueue<Chunk> forHash = new ArrayBlockingQueue<>(CHUNKS + 1);
    private final Chunk end = new Chunk(0);
    private final Thread unpacking;
    private final Thread hashing;

    private int made;
    private @Nullable Chunk held;
    private volatile @Nullable IOException failure;
    private volatile @Nullable Digest digest;

    /** @param packed read to its end, and not closed */
    HashedFeed(InputStream packed) {
        unpacking = Thread.ofPlatform().daemon().name("layer-unpack").start(() -> unpack(new Origin(packed)));
        hashing = Thread.ofPlatform().daemon().name("layer-hash").start(this::hash);
    }

    private void unpack(Origin origin) {
        Compression compression = Compression.NONE;
        try {
            Compression.Unpacked unpacked = Compression.unpack(origin);
            compression = unpacked.compression();
            try (InputStream stream = unpacked.stream()) {
                boolean more = true;
                while (more) {
                    more = fill(stream);
                }
            }
        } catch (InterruptedException abandoned) {
            failure = new InterruptedIOException("abandoned");
        } catch (IOException | RuntimeException broken) { // decoders throw both
            failure = origin.blame(compression, broken);
        } catch (OutOfMemoryError tooMuch) {
            failure = origin.blame(compression, tooMuch);
        }
        forCaller.add(end);
        forHash.add(end);
    }

    private boolean fill(InputStream stream) throws IOException, InterruptedException {
        Chunk chunk = free.poll();
        if (chunk == null) {
            chunk = made++ < CHUNKS ? new Chunk(Chunk.SIZE) : free.take();
        }
        chunk.length = stream.readNBytes(chunk.bytes, 0, Chunk.SIZE);
        if (chunk.length > 0) {
            chunk.lendTo(READERS);
            forCaller.add(chunk);
            forHash.add(chunk);
        }
        return chunk.length == Chunk.SIZE;
    }

    private void hash() {
        try (Sha256 hasher = Sha256.open()) {
            for (Chunk chunk = forHash.take(); chunk != end; chunk = forHash.take()) {
                hasher.update(chunk.bytes, 0, chunk.length);
                giveBack(chunk);
            }
            digest = Digest.of(Digest.Algorithm.SHA256, hasher.finish());
        } catch (InterruptedException abandoned) {
            Thread.currentThread().interrupt();
        } finally {
            if (digest == null) {
                unpacking.interrupt(); // which would wait for its chunks for ever
            }
        }
    }

    private void giveBack(Chunk chunk) {
        if (chunk.returned()) {
            free.add(chunk);
        }
    }

    @Override
    protected void refill() throws IOException {
        if (held != null && held != end) {
            giveBack(held);
        }
        if (held != end) {
            held = take();
        }
        if (held != end) {
            offer(held.bytes, held.length);
        } else if (failure != null) {
            throw failure;
        }
    }

    private Chunk take() throws InterruptedIOException {
        try {
            return forCaller.take();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Reads what is left and returns the hash of all of it. */
    Digest finish() throws IOException {
        drain();
        try {
            hashing.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        if (digest == null) {
            throw new InterruptedIOException("abandoned");
        }
        return digest;
    }

    /** Stops the threads; one that waits for the packed stream ends when that does. */
    @Override
    public void close() {
        unpacking.interrupt();
        hashing.interrupt();
    }
}

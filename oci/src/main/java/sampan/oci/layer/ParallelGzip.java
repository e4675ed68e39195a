package sampan.oci.layer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Packs with gzip (RFC 1952), a block at a time on every processor; each block knows the end of the one before, so that the whole is hardly
 * larger than from one hand. The same bytes always give the same bytes.
 */
public final class ParallelGzip extends OutputStream {
    private static final int BLOCK = 512 << 10;
    private static final int DICTIONARY = 32 << 10;
    private static final int AHEAD = 2;
    /** Half as fast again as the usual 6, for 1.4 % more bytes of what a Debian has. */
    private static final int LEVEL = 4;

    private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

    private final OutputStream out;
    private final int hands = Runtime.getRuntime().availableProcessors();
    private final ExecutorService threads = Executors.newFixedThreadPool(
            hands, Thread.ofPlatform().daemon().name("gzip-", 0).factory());
    private final Queue<Future<byte[]>> packed = new ArrayDeque<>();
    private final CRC32 sum = new CRC32();
    private byte[] block = new byte[BLOCK];
    private byte[] before = {};
    private int filled;
    private long size;
    private boolean finished;

    /** @param out stays open */
    public ParallelGzip(OutputStream out) throws IOException {
        this.out = out;
        out.write(HEADER);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        sum.update(bytes, offset, length);
        size += length;
        int from = offset;
        for (int left = length; left > 0; ) {
            int count = Math.min(left, BLOCK - filled);
            System.arraycopy(bytes, from, block, filled, count);
            filled += count;
            from += count;
            left -= count;
            if (filled == BLOCK) {
                submit(false);
            }
        }
    }

    private void submit(boolean last) throws IOException {
        byte[] content = block;
        int length = filled;
        byte[] dictionary = before;
        packed.add(threads.submit(() -> pack(content, length, dictionary, last)));
        before = Arrays.copyOfRange(content, Math.max(0, length - DICTIONARY), length);
        block = new byte[BLOCK];
        filled = 0;
        while (packed.size() > hands + AHEAD) {
            pass();
        }
    }

    private static byte[] pack(byte[] content, int length, byte[] dictionary, boolean last) {
        try (Deflater deflater = new Deflater(LEVEL, true)) {
            deflater.setDictionary(dictionary);
            deflater.setInput(content, 0, length);
            if (last) {
                deflater.finish();
            }
            ByteArrayOutputStream whole = new ByteArrayOutputStream(length / 2 + 64);
            byte[] buffer = new byte[64 << 10];
            for (int got = -1; got != 0; ) {
                got = deflater.deflate(buffer, 0, buffer.length, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH);
                whole.write(buffer, 0, got);
            }
            return whole.toByteArray();
        }
    }

    private void pass() throws IOException {
        try {
            out.write(packed.remove().get());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException failed) {
            throw new IOException("cannot compress: " + failed.getCause(), failed);
        }
    }

    /** Writes the end. */
    public void finish() throws IOException {
        submit(true);
        while (!packed.isEmpty()) {
            pass();
        }
        littleEndian(sum.getValue());
        littleEndian(size);
        out.flush();
        finished = true;
    }

    private void littleEndian(long value) throws IOException {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write((int) (value >>> shift));
        }
    }

    /** Ends its threads; the stream it writes to stays open. */
    @Override
    public void close() {
        if (!finished) {
            packed.forEach(block -> block.cancel(true));
        }
        threads.shutdownNow();
    }
}

package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import sampan.kernel.Fd;
import sampan.kernel.file.Read;
import sampan.kernel.file.Seek;

/**
 * Writes an archive entry by entry: ustar, with pax records where that does not do (long names, large numbers, extended attributes, holes).
 * The same entries give the same bytes. Times are whole seconds, as in Docker's archives.
 */
public final class TarWriter implements EntrySink {
    /** What may come between two pieces of a large file. */
    @FunctionalInterface
    public interface Check {
        /** Fails when the archive is not wanted any more. */
        void check() throws IOException;
    }

    private static final int BUFFER = 256 << 10;

    private final OutputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private final Check check;
    private long written;

    /** @param out stays the caller's, and is neither flushed nor closed here */
    public TarWriter(OutputStream out) {
        this(out, () -> {});
    }

    public TarWriter(OutputStream out, Check check) {
        this.out = out;
        this.check = check;
    }

    /** Bytes so far. */
    public long written() {
        return written;
    }

    @Override
    public void write(TarEntry entry) throws IOException {
        put(TarBlocks.of(entry));
    }

    /** When the file has become shorter meanwhile, zeros take the place of what is missing; when longer, the rest is left out. */
    @Override
    public void write(TarEntry entry, TarEntry.Content.File file, Fd content) throws IOException {
        put(TarBlocks.of(entry));
        if (TarBlocks.isSparse(file)) {
            put(TarBlocks.map(file));
        }
        long stored = 0;
        for (TarEntry.Extent extent : file.extents()) {
            Seek.to(content, extent.offset());
            copy(content, extent.length());
            stored += extent.length();
        }
        pad(stored);
    }

    /** What writes the data of a file. */
    @FunctionalInterface
    public interface Source {
        void writeTo(OutputStream target) throws IOException;
    }

    /**
     * A file whose data is made while it is written.
     *
     * @param size bytes that the source writes
     */
    public void write(TarEntry entry, long size, Source source) throws IOException {
        put(TarBlocks.of(entry));
        source.writeTo(out);
        written += size;
        pad(size);
    }

    /**
     * A file, sparse or not.
     *
     * @param stored writes the bytes of its extents, one after the other
     */
    void write(TarEntry entry, TarEntry.Content.File file, Source stored) throws IOException {
        put(TarBlocks.of(entry));
        if (TarBlocks.isSparse(file)) {
            put(TarBlocks.map(file));
        }
        stored.writeTo(out);
        long size = file.extents().stream().mapToLong(TarEntry.Extent::length).sum();
        written += size;
        pad(size);
    }

    private void copy(Fd content, long length) throws IOException {
        long left = length;
        while (left > 0) {
            check.check();
            int got = Read.read(content, buffer, 0, (int) Math.min(left, BUFFER));
            if (got == 0) {
                zeros(left);
                return;
            }
            out.write(buffer, 0, got);
            written += got;
            left -= got;
        }
    }

    private void pad(long stored) throws IOException {
        zeros(-stored & (TarHeader.BLOCK - 1));
    }

    private void zeros(long count) throws IOException {
        byte[] empty = new byte[(int) Math.min(count, BUFFER)];
        long left = count;
        while (left > 0) {
            int part = (int) Math.min(left, empty.length);
            out.write(empty, 0, part);
            written += part;
            left -= part;
        }
    }

    private void put(byte[] bytes) throws IOException {
        out.write(bytes);
        written += bytes.length;
    }

    /** The end of the archive. */
    public void finish() throws IOException {
        zeros(2L * TarHeader.BLOCK);
    }

    /** How many bytes an archive of these entries takes. */
    public static long sizeOf(List<TarEntry> entries) {
        return 2L * TarHeader.BLOCK
                + entries.stream().mapToLong(TarWriter::sizeOf).sum();
    }

    /** How many bytes one entry takes, its data and the padding included. */
    public static long sizeOf(TarEntry entry) {
        long stored = 0;
        long map = 0;
        if (entry.content() instanceof TarEntry.Content.File file) {
            stored = file.extents().stream().mapToLong(TarEntry.Extent::length).sum();
            map = TarBlocks.isSparse(file) ? TarBlocks.map(file).length : 0;
        }
        return TarBlocks.of(entry).length + map + stored + (-stored & (TarHeader.BLOCK - 1));
    }

    /** A name as archives keep it: each byte one character. */
    public static String name(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }
}

package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.oci.image.ImageFormatException;

/**
 * Reads an archive entry by entry: V7, ustar, GNU, star and pax, with long names and sparse files. Never holds more than one header, and no
 * header larger than {@value #MAX_EXTENSION} bytes.
 */
final class TarReader {
    /** As Go's reader, hence Docker: a long name or an extended header beyond this is an attack. CVE-2025-58183. */
    static final int MAX_EXTENSION = 1 << 20;

    private final ByteFeed feed;
    /** Stored bytes of the current entry that were not read yet, and the padding behind them. */
    private long unread;

    private long padding;
    private List<TarEntry.Extent> extents = List.of();

    TarReader(ByteFeed feed) {
        this.feed = feed;
    }

    /** What stands before an entry and changes it. */
    private static final class Extensions {
        @Nullable
        String name;

        @Nullable
        String link;

        PaxRecords pax = PaxRecords.NONE;
        boolean present;
    }

    /** The next entry, or none at the archive's end. */
    Optional<TarEntry> next() throws IOException {
        try {
            return read();
        } catch (EOFException cut) {
            throw new ImageFormatException("the tar archive is cut short", cut);
        }
    }

    private Optional<TarEntry> read() throws IOException {
        Extensions extensions = new Extensions();
        while (true) {
            feed.skip(unread);
            feed.skip(padding);
            unread = 0;
            padding = 0;
            byte[] block = block(extensions);
            if (block == null) {
                return Optional.empty();
            }
            TarHeader header = new TarHeader(block);
            if (!extend(header, extensions)) {
                return Optional.of(entry(header, block, extensions));
            }
        }
    }

    private byte @Nullable [] block(Extensions extensions) throws IOException {
        if (!feed.more()) {
            return end(extensions);
        }
        byte[] block = feed.take(TarHeader.BLOCK);
        if (!TarHeader.isEmpty(block)) {
            return block;
        }
        if (feed.more() && !TarHeader.isEmpty(feed.take(TarHeader.BLOCK))) {
            throw new ImageFormatException("not a tar archive, or a damaged one: an empty block is followed by more");
        }
        return end(extensions);
    }

    private static byte @Nullable [] end(Extensions extensions) throws EOFException {
        if (extensions.present) {
            throw new EOFException();
        }
        return null;
    }

    /** True when the header only extends the next one. */
    private boolean extend(TarHeader header, Extensions extensions) throws IOException {
        switch (header.type()) {
            case 'x' -> extensions.pax = PaxRecords.parse(extension(header));
            case 'L' -> extensions.name = cut(extension(header));
            case 'K' -> extensions.link = cut(extension(header));
            // Global records and volume labels: Docker passes over them as well.
            case 'g', 'V' -> {
                skipBody(header.size());
                return true;
            }
            default -> {
                return false;
            }
        }
        extensions.present = true;
        return true;
    }

    private byte[] extension(TarHeader header) throws IOException {
        long size = header.size();
        if (size < 0 || size > MAX_EXTENSION) {
            throw new ImageFormatException("an extended tar header is larger than " + (MAX_EXTENSION >> 20) + " MiB");
        }
        byte[] content = feed.take((int) size);
        padding = padding(size);
        return content;
    }

    private void skipBody(long size) throws ImageFormatException {
        if (size < 0) {
            throw new ImageFormatException("a tar entry has a negative size");
        }
        unread = size;
        padding = padding(size);
    }

    private static long padding(long size) {
        return -size & (TarHeader.BLOCK - 1);
    }

    private static String cut(byte[] text) {
        String all = new String(text, ISO_8859_1);
        int end = all.indexOf('\0');
        return end < 0 ? all : all.substring(0, end);
    }

    private TarEntry entry(TarHeader header, byte[] block, Extensions extensions) throws IOException {
        PaxRecords pax = extensions.pax;
        extents = List.of();
        String name = first(pax.path("GNU.sparse.name"), pax.path("path"), extensions.name, header.name());
        String link = first(null, pax.path("linkpath"), extensions.link, header.linkName());
        long[] time = pax.time();
        TarEntry.Attributes attributes = new TarEntry.Attributes(
                (int) header.mode() & 07777,
                pax.number("uid").orElse(header.uid()),
                pax.number("gid").orElse(header.gid()),
                time == null ? header.mtime() : time[0],
                time == null ? 0 : (int) time[1]);
        // V7 knows no directories but names that end so.
        boolean old = name.endsWith("/") && "0\0".indexOf(header.type()) >= 0;
        TarEntry.Content content = old ? new TarEntry.Content.Directory() : content(header, block, pax, link);
        return new TarEntry(name, attributes, content, pax.xattrs());
    }

    private static String first(@Nullable String one, @Nullable String two, @Nullable String three, String last) {
        if (one != null) {
            return one;
        }
        if (two != null) {
            return two;
        }
        return three != null ? three : last;
    }

    private TarEntry.Content content(TarHeader header, byte[] block, PaxRecords pax, String link) throws IOException {

        return switch (header.type()) {
            case '0', '\0', '7' -> file(header, pax);
            case 'S' -> oldSparse(header, block, pax);
            case '1' -> new TarEntry.Content.HardLink(link);
            case '2' -> new TarEntry.Content.SymbolicLink(link);
            case '3', '4' ->
                new TarEntry.Content.Device(
                        header.type() == '3',
                        number(header.deviceMajor(), 0xfff),
                        number(header.deviceMinor(), 0xfffff));
            case '5', 'D' -> {
                skipBody(header.type() == 'D' ? header.size() : 0);
                yield new TarEntry.Content.Directory();
            }
            case '6' -> new TarEntry.Content.Fifo();
            default -> throw new ImageFormatException("unhandled tar header type " + (int) header.type());
        };
    }

    private static int number(long device, int limit) throws ImageFormatException {
        if (device < 0 || device > limit) {
            throw new ImageFormatException("a device number is out of range");
        }
        return (int) device;
    }

    private TarEntry.Content file(TarHeader header, PaxRecords pax) throws IOException {
        long stored = pax.number("size").orElse(header.size());
        skipBody(stored);
        List<Long> numbers = pax.sparseNumbers();
        if (pax.has("GNU.sparse.major", "1")) {
            SparseMap.Leading leading = SparseMap.leading(feed, stored);
            unread = stored - leading.length();
            numbers = leading.numbers();
        }
        if (numbers == null) {
            return plain(stored);
        }
        long size = pax.number("GNU.sparse.realsize")
                .orElse(pax.number("GNU.sparse.size").orElse(stored));
        return sparse(numbers, size);
    }

    private TarEntry.Content oldSparse(TarHeader header, byte[] block, PaxRecords pax) throws IOException {
        List<Long> numbers = SparseMap.old(block, feed);
        skipBody(pax.number("size").orElse(header.size()));
        return sparse(numbers, header.sparseSize());
    }

    private TarEntry.Content plain(long size) {
        extents = size == 0 ? List.of() : List.of(new TarEntry.Extent(0, size));
        return new TarEntry.Content.File(size, extents);
    }

    private TarEntry.Content sparse(List<Long> numbers, long size) throws ImageFormatException {
        extents = SparseMap.of(numbers, size, unread);
        return new TarEntry.Content.File(size, extents);
    }

    /** Where the data of a file goes. */
    @FunctionalInterface
    interface Sink {
        void accept(long offset, byte[] bytes, int from, int length) throws IOException;
    }

    /** The parts of the current entry that {@link #body} will pass on. */
    List<TarEntry.Extent> extents() {
        return extents;
    }

    /**
     * Passes on the data of the current entry.
     *
     * @param recorded false when who records the archive knows where to find the data again
     */
    void body(Sink sink, boolean recorded) throws IOException {
        try {
            for (TarEntry.Extent extent : extents) {
                long[] offset = {extent.offset()};
                ByteFeed.Slice slice = (bytes, from, length) -> {
                    sink.accept(offset[0], bytes, from, length);
                    offset[0] += length;
                };
                if (recorded) {
                    feed.pass(extent.length(), slice);
                } else {
                    feed.passUnrecorded(extent.length(), slice);
                }
                unread -= extent.length();
            }
        } catch (EOFException cut) {
            throw new ImageFormatException("the tar archive is cut short", cut);
        }
    }
}

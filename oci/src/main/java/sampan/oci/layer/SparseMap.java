package sampan.oci.layer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sampan.oci.image.ImageFormatException;

/** The four ways in which an archive says where a sparse file has its data (tar manual, "Sparse Formats"). */
final class SparseMap {
    /** As much as one extended header can hold; an honest file of this many pieces is not sparse. */
    static final int MAX_EXTENTS = 1 << 16;

    private static final int OLD_OFFSET = 386;
    private static final int OLD_IN_HEADER = 4;
    private static final int OLD_IN_EXTENSION = 21;
    private static final int FIELD = 12;
    private static final int MAX_DIGITS = 20;

    private SparseMap() {}

    /** Pairs of numbers to extents; {@code stored} is how many bytes the archive holds for them. */
    static List<TarEntry.Extent> of(List<Long> numbers, long size, long stored) throws ImageFormatException {
        if (numbers.size() % 2 != 0 || numbers.size() > 2 * MAX_EXTENTS) {
            throw malformed();
        }
        List<TarEntry.Extent> extents = new ArrayList<>();
        long end = 0;
        long total = 0;
        for (int i = 0; i < numbers.size(); i += 2) {
            long offset = numbers.get(i);
            long length = numbers.get(i + 1);
            if (offset < end || length < 0 || length > size - offset || length > stored - total) {
                throw malformed();
            }
            end = offset + length;
            total += length;
            if (length > 0) {
                extents.add(new TarEntry.Extent(offset, length));
            }
        }
        if (total != stored) {
            throw malformed();
        }
        return extents;
    }

    /** Old GNU: four pairs in the header, then blocks of 21. */
    static List<Long> old(byte[] header, ByteFeed feed) throws IOException {
        List<Long> numbers = new ArrayList<>();
        byte[] block = header;
        boolean more = addOld(block, OLD_OFFSET, OLD_IN_HEADER, numbers);
        while (more) {
            block = feed.take(TarHeader.BLOCK);
            more = addOld(block, 0, OLD_IN_EXTENSION, numbers);
            if (numbers.size() > 2 * MAX_EXTENTS) {
                throw malformed();
            }
        }
        return numbers;
    }

    private static boolean addOld(byte[] block, int start, int count, List<Long> numbers) throws ImageFormatException {
        int at = start;
        for (int i = 0; i < count && block[at] != 0; i++, at += 2 * FIELD) {
            numbers.add(TarHeader.number(block, at, FIELD));
            numbers.add(TarHeader.number(block, at + FIELD, FIELD));
        }
        return block[start + count * 2 * FIELD] != 0;
    }

    /** A map that stands before the data, and the number of bytes it took. */
    record Leading(List<Long> numbers, long length) {}

    /** Format 1.0: lines of decimals before the data, padded to a block. */
    static Leading leading(ByteFeed feed, long stored) throws IOException {
        Lines lines = new Lines(feed, stored);
        long count = lines.next();
        if (count > MAX_EXTENTS) {
            throw malformed();
        }
        List<Long> numbers = new ArrayList<>();
        for (long i = 0; i < 2 * count; i++) {
            numbers.add(lines.next());
        }
        return new Leading(numbers, lines.consumed);
    }

    private static final class Lines {
        private final ByteFeed feed;
        private final long stored;
        private byte[] block = new byte[0];
        private int at;
        private long consumed;

        Lines(ByteFeed feed, long stored) {
            this.feed = feed;
            this.stored = stored;
        }

        long next() throws IOException {
            byte[] digits = new byte[MAX_DIGITS];
            int length = 0;
            for (byte b = read(); b != '\n'; b = read()) {
                if (length == MAX_DIGITS) {
                    throw malformed();
                }
                digits[length++] = b;
            }
            return PaxRecords.decimal(Arrays.copyOf(digits, length));
        }

        private byte read() throws IOException {
            if (at == block.length) {
                if (consumed > stored - TarHeader.BLOCK) {
                    throw malformed();
                }
                block = feed.take(TarHeader.BLOCK);
                consumed += TarHeader.BLOCK;
                at = 0;
            }
            return block[at++];
        }
    }

    private static ImageFormatException malformed() {
        return new ImageFormatException("a sparse file's map is malformed");
    }
}

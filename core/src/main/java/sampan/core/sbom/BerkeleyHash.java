package sampan.core.sbom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import sampan.kernel.Fd;
import sampan.kernel.file.Read;

/** The values of a Berkeley database of the kind "hash", version 8 to 10, as its pages have them (db/dbinc/db_page.h): enough to read what RPM kept until 4.15. */
final class BerkeleyHash {
    private static final int MAGIC = 0x00061561;
    private static final int HEADER = 26;
    private static final int NEXT = 16;
    private static final int ENTRIES = 20;
    private static final int LENGTH = 22;
    private static final int TYPE = 25;
    private static final int HASH_UNSORTED = 2;
    private static final int OVERFLOW = 7;
    private static final int HASH = 13;
    private static final int INLINE = 1;
    private static final int ELSEWHERE = 3;
    private static final int SMALLEST_PAGE = 512;
    private static final int LARGEST_PAGE = 64 << 10;
    private static final int LARGEST_VALUE = 16 << 20;

    private final Fd file;
    private final ByteOrder order;
    private final int pageSize;
    private final long pages;

    /** What is done with a value. */
    @FunctionalInterface
    interface Values {
        void take(byte[] value) throws IOException;
    }

    private BerkeleyHash(Fd file, long size) throws IOException {
        this.file = file;
        if (size < SMALLEST_PAGE) {
            throw damaged();
        }
        ByteBuffer first = ByteBuffer.wrap(bytes(file, 0, SMALLEST_PAGE)).order(ByteOrder.LITTLE_ENDIAN);
        order = first.getInt(12) == MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        first.order(order);
        pageSize = first.getInt(20);
        if (first.getInt(12) != MAGIC
                || pageSize < SMALLEST_PAGE
                || pageSize > LARGEST_PAGE
                || Integer.bitCount(pageSize) != 1) {
            throw damaged();
        }
        pages = size / pageSize;
    }

    static void read(Fd file, long size, Values values) throws IOException {
        BerkeleyHash hash = new BerkeleyHash(file, size);
        for (long page = 1; page < hash.pages; page++) {
            hash.page(page, values);
        }
    }

    private static IOException damaged() {
        return new IOException("no package database");
    }

    private static byte[] bytes(Fd file, long at, int length) throws IOException {
        byte[] bytes = new byte[length];
        Read.at(file, bytes, at);
        return bytes;
    }

    private ByteBuffer page(long number) throws IOException {
        if (number < 1 || number >= pages) {
            throw damaged();
        }
        return ByteBuffer.wrap(bytes(file, number * pageSize, pageSize)).order(order);
    }

    /** Places of keys and values by turns; each ends where the one before begins. */
    private void page(long number, Values values) throws IOException {
        ByteBuffer page = page(number);
        int type = page.get(TYPE);
        if (type != HASH && type != HASH_UNSORTED) {
            return;
        }
        int entries = Short.toUnsignedInt(page.getShort(ENTRIES));
        if (HEADER + 2 * entries > pageSize) {
            throw damaged();
        }
        for (int i = 1; i < entries; i += 2) {
            int start = Short.toUnsignedInt(page.getShort(HEADER + 2 * i));
            int end = Short.toUnsignedInt(page.getShort(HEADER + 2 * (i - 1)));
            if (start < HEADER || start >= end || end > pageSize) {
                throw damaged();
            }
            value(page, start, end, values);
        }
    }

    private void value(ByteBuffer page, int start, int end, Values values) throws IOException {
        int kind = page.get(start);
        if (kind == INLINE) {
            byte[] value = new byte[end - start - 1];
            page.get(start + 1, value);
            values.take(value);
        } else if (kind == ELSEWHERE && end - start >= 12) {
            values.take(chain(Integer.toUnsignedLong(page.getInt(start + 4)), page.getInt(start + 8)));
        }
    }

    private byte[] chain(long first, int length) throws IOException {
        if (length < 0 || length > LARGEST_VALUE || length > pages * pageSize) {
            throw damaged();
        }
        byte[] value = new byte[length];
        int done = 0;
        for (long at = first; done < length; ) {
            ByteBuffer page = page(at);
            int here = Short.toUnsignedInt(page.getShort(LENGTH));
            if (page.get(TYPE) != OVERFLOW || here == 0 || here > pageSize - HEADER || here > length - done) {
                throw damaged();
            }
            page.get(HEADER, value, done, here);
            done += here;
            at = Integer.toUnsignedLong(page.getInt(NEXT));
        }
        return value;
    }
}

package sampan.core.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import sampan.kernel.Fd;
import sampan.kernel.file.Read;

/**
 * Rows of one table of an SQLite database, page by page (sqlite.org/fileformat2.html): enough to read what RPM keeps, from a file that may be
 * anything. A page is looked at once, whatever the others say about it.
 */
final class SqliteTable {
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(UTF_8);
    private static final int FILE_HEADER = 100;
    private static final int LEAF = 13;
    private static final int INTERIOR = 5;
    private static final int LARGEST_ROW = 16 << 20;

    private final Fd file;
    private final int pageSize;
    private final int usable;
    private final long pages;

    private SqliteTable(Fd file, byte[] header, long size) {
        this.file = file;
        ByteBuffer fields = ByteBuffer.wrap(header);
        int told = fields.getShort(16) & 0xffff;
        this.pageSize = told == 1 ? 65536 : told;
        this.usable = pageSize - (header[20] & 0xff);
        this.pages = size / Math.max(1, pageSize);
    }

    /** Takes a row's columns: {@code byte[]} for texts and blobs, {@code Long} for whole numbers, and an empty array for anything else. */
    @FunctionalInterface
    interface Rows {
        void row(List<Object> columns) throws IOException;
    }

    /** @throws IOException when it is no database, or none that makes sense */
    static void read(Fd file, long size, String table, Rows rows) throws IOException {
        byte[] header = new byte[FILE_HEADER];
        Read.at(file, header, 0);
        SqliteTable database = new SqliteTable(file, header, size);
        boolean sane = Arrays.equals(header, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
                && database.pageSize >= 512
                && Integer.bitCount(database.pageSize) == 1
                && database.usable >= 480;
        if (!sane) {
            throw new IOException("no SQLite database");
        }
        List<Long> roots = new ArrayList<>();
        database.walk(1, columns -> {
            boolean wanted = columns.size() >= 4
                    && columns.get(1) instanceof byte[] name
                    && new String(name, UTF_8).equals(table);
            if (wanted && columns.get(3) instanceof Long root) {
                roots.add(root);
            }
        });
        for (Long root : roots) {
            database.walk(root, rows);
        }
    }

    private void walk(long root, Rows rows) throws IOException {
        Deque<Long> todo = new ArrayDeque<>(List.of(root));
        for (long seen = 0; !todo.isEmpty(); seen++) {
            long number = todo.pop();
            if (seen > pages || number < 1 || number > pages) {
                throw new IOException("its pages lead nowhere");
            }
            try {
                page(number, todo, rows);
            } catch (IndexOutOfBoundsException damaged) {
                throw new IOException("page " + number + " is damaged", damaged);
            }
        }
    }

    private byte[] read(long number) throws IOException {
        byte[] page = new byte[pageSize];
        Read.at(file, page, (number - 1) * pageSize);
        return page;
    }

    private void page(long number, Deque<Long> todo, Rows rows) throws IOException {
        byte[] bytes = read(number);
        ByteBuffer page = ByteBuffer.wrap(bytes);
        int start = number == 1 ? FILE_HEADER : 0;
        int kind = bytes[start];
        int cells = page.getShort(start + 3) & 0xffff;
        if (kind != LEAF && kind != INTERIOR) {
            throw new IOException("page " + number + " is no table's");
        }
        int list = start + (kind == LEAF ? 8 : 12);
        if (kind == INTERIOR) {
            todo.push(page.getInt(start + 8) & 0xffffffffL);
        }
        for (int i = cells - 1; i >= 0 && kind == INTERIOR; i--) {
            todo.push(page.getInt(page.getShort(list + 2 * i) & 0xffff) & 0xffffffffL);
        }
        for (int i = 0; i < cells && kind == LEAF; i++) {
            rows.row(columns(payload(bytes, page.getShort(list + 2 * i) & 0xffff)));
        }
    }

    /** A number of one to nine bytes, the position after it. */
    private record Varint(long value, int end) {}

    private static Varint varint(byte[] bytes, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = (value << 7) | (bytes[at + i] & 0x7f);
            if (bytes[at + i] >= 0) {
                return new Varint(value, at + i + 1);
            }
        }
        return new Varint((value << 8) | (bytes[at + 8] & 0xff), at + 9);
    }

    private byte[] payload(byte[] page, int cell) throws IOException {
        Varint size = varint(page, cell);
        int start = varint(page, size.end).end;
        if (size.value < 0 || size.value > LARGEST_ROW) {
            throw new IOException("a row of " + size.value + " bytes");
        }
        int total = (int) size.value;
        int most = usable - 35;
        if (total <= most) {
            return Arrays.copyOfRange(page, start, checked(start, total, page.length));
        }
        int least = (usable - 12) * 32 / 255 - 23;
        int local = least + (total - least) % (usable - 4);
        local = local > most ? least : local;
        ByteArrayOutputStream whole = new ByteArrayOutputStream(total);
        whole.write(page, start, local);
        long next = ByteBuffer.wrap(page).getInt(start + local) & 0xffffffffL;
        while (whole.size() < total) {
            if (next < 1 || next > pages) {
                throw new IOException("a row ends early");
            }
            byte[] more = read(next);
            next = ByteBuffer.wrap(more).getInt(0) & 0xffffffffL;
            whole.write(more, 4, Math.min(usable - 4, total - whole.size()));
        }
        return whole.toByteArray();
    }

    private static int checked(int start, int length, int limit) {
        if (start + length > limit) {
            throw new IndexOutOfBoundsException(start + length);
        }
        return start + length;
    }

    private static List<Object> columns(byte[] record) {
        List<Object> columns = new ArrayList<>();
        Varint header = varint(record, 0);
        int at = (int) Math.min(header.value, record.length);
        for (int type = header.end; type < header.value; ) {
            Varint kind = varint(record, type);
            type = kind.end;
            int length = length(kind.value);
            int end = checked(at, length, record.length);
            columns.add(
                    kind.value < 12
                            ? number(kind.value, record, at, length)
                            : (Object) Arrays.copyOfRange(record, at, end));
            at = end;
        }
        return columns;
    }

    private static int length(long kind) {
        if (kind >= 12) {
            return (int) Math.min((kind - 12) / 2, LARGEST_ROW + 1L);
        }
        return switch ((int) kind) {
            case 1, 2, 3, 4 -> (int) kind;
            case 5 -> 6;
            case 6, 7 -> 8;
            default -> 0;
        };
    }

    private static Object number(long kind, byte[] record, int at, int length) {
        if (kind == 8 || kind == 9) {
            return kind - 8;
        }
        long value = length > 0 ? record[at] : 0;
        for (int i = 1; i < length; i++) {
            value = (value << 8) | (record[at + i] & 0xff);
        }
        return kind == 0 || kind == 7 ? new byte[0] : value;
    }
}

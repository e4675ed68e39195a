package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.TreeMap;

/** The header blocks of an entry as they are written: one of ustar, before it where needed one of pax with its records. */
final class TarBlocks {
    private static final int NAME = 100;
    private static final int PREFIX = 155;
    private static final int PREFIX_AT = 345;
    private static final int LINK_AT = 157;
    private static final int CHECKSUM_AT = 148;
    private static final long MAX_ID = 07777777;
    private static final long MAX_SIZE = 077777777777L;

    private final byte[] block = new byte[TarHeader.BLOCK];
    private final Map<String, byte[]> records = new TreeMap<>();

    private TarBlocks() {}

    static byte[] of(TarEntry entry) {
        TarBlocks blocks = new TarBlocks();
        blocks.fill(entry);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        if (!blocks.records.isEmpty()) {
            byte[] records = blocks.records();
            all.writeBytes(extension(entry, records.length));
            all.writeBytes(records);
            all.writeBytes(new byte[-records.length & (TarHeader.BLOCK - 1)]);
        }
        all.writeBytes(blocks.block);
        return all.toByteArray();
    }

    /** Not one extent that is all of it. */
    static boolean isSparse(TarEntry.Content.File file) {
        long stored = file.extents().stream().mapToLong(TarEntry.Extent::length).sum();
        return stored != file.size();
    }

    /** GNU's format 1.0: how many extents, and offset and length of each, a line a number, before the data. */
    static byte[] map(TarEntry.Content.File file) {
        StringBuilder lines = new StringBuilder();
        lines.append(file.extents().size() + 1).append('\n');
        file.extents()
                .forEach(extent -> lines.append(extent.offset())
                        .append('\n')
                        .append(extent.length())
                        .append('\n'));
        lines.append(file.size()).append("\n0\n");
        lines.append("\0".repeat(-lines.length() & (TarHeader.BLOCK - 1)));
        return lines.toString().getBytes(US_ASCII);
    }

    private void fill(TarEntry entry) {
        TarEntry.Attributes attributes = entry.attributes();
        octal(100, 8, attributes.mode());
        number(108, 8, attributes.uid(), MAX_ID, "uid");
        number(116, 8, attributes.gid(), MAX_ID, "gid");
        number(136, 12, attributes.seconds(), MAX_SIZE, "mtime");
        number(124, 12, 0, MAX_SIZE, "size");
        String name = entry.name();
        switch (entry.content()) {
            case TarEntry.Content.File file -> name = file(file, name);
            case TarEntry.Content.HardLink(String target) -> link('1', target);
            case TarEntry.Content.SymbolicLink(String target) -> link('2', target);
            case TarEntry.Content.Device(boolean character, int major, int minor) -> {
                block[156] = (byte) (character ? '3' : '4');
                octal(329, 8, major);
                octal(337, 8, minor);
            }
            case TarEntry.Content.Directory _ -> {
                block[156] = '5';
                name = name.endsWith("/") ? name : name + "/";
            }
            case TarEntry.Content.Fifo _ -> block[156] = '6';
        }
        name(name);
        entry.xattrs().forEach((key, value) -> records.put("SCHILY.xattr." + key, value));
        finish();
    }

    /** What the header calls it. */
    private String file(TarEntry.Content.File file, String name) {
        block[156] = '0';
        long stored = file.extents().stream().mapToLong(TarEntry.Extent::length).sum();
        if (!isSparse(file)) {
            number(124, 12, stored, MAX_SIZE, "size");
            return name;
        }
        number(124, 12, stored + map(file).length, MAX_SIZE, "size");
        record("GNU.sparse.major", "1");
        record("GNU.sparse.minor", "0");
        record("GNU.sparse.name", name);
        record("GNU.sparse.realsize", Long.toString(file.size()));
        return "GNUSparseFile.0/" + name.substring(name.lastIndexOf('/') + 1);
    }

    private void link(char type, String target) {
        block[156] = (byte) type;
        if (target.length() > NAME) {
            record("linkpath", target);
        }
        text(LINK_AT, NAME, target);
    }

    private void name(String name) {
        if (name.length() <= NAME) {
            text(0, NAME, name);
            return;
        }
        int slash = split(name);
        if (slash < 0) {
            record("path", name);
            text(0, NAME, name);
        } else {
            text(PREFIX_AT, PREFIX, name.substring(0, slash));
            text(0, NAME, name.substring(slash + 1));
        }
    }

    /** The slash that leaves at most 155 bytes before it and at most 100 behind; -1 when there is none. */
    private static int split(String name) {
        int slash = name.lastIndexOf('/', PREFIX);
        while (slash > 0 && slash == name.length() - 1) {
            slash = name.lastIndexOf('/', slash - 1);
        }
        return slash > 0 && name.length() - slash - 1 <= NAME ? slash : -1;
    }

    private void number(int offset, int length, long value, long limit, String key) {
        boolean fits = value >= 0 && value <= limit;
        if (!fits) {
            record(key, Long.toString(value));
        }
        octal(offset, length, fits ? value : 0);
    }

    private void octal(int offset, int length, long value) {
        String digits = Long.toOctalString(value);
        text(offset, length - 1, "0".repeat(length - 1 - digits.length()) + digits);
    }

    private void record(String key, String value) {
        records.put(key, value.getBytes(ISO_8859_1));
    }

    private void text(int offset, int length, String value) {
        byte[] bytes = value.getBytes(ISO_8859_1);
        System.arraycopy(bytes, 0, block, offset, Math.min(length, bytes.length));
    }

    private void finish() {
        text(257, 8, "ustar\00000");
        text(CHECKSUM_AT, 8, "        ");
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        String digits = Integer.toOctalString(sum);
        text(CHECKSUM_AT, 8, "0".repeat(6 - digits.length()) + digits + "\0 ");
    }

    private static byte[] extension(TarEntry entry, int length) {
        TarBlocks header = new TarBlocks();
        header.octal(100, 8, 0);
        header.octal(108, 8, 0);
        header.octal(116, 8, 0);
        header.octal(124, 12, length);
        header.octal(136, 12, 0);
        header.block[156] = 'x';
        String name = entry.name();
        header.text(0, NAME, "PaxHeaders.0/" + name.substring(name.lastIndexOf('/', name.length() - 2) + 1));
        header.finish();
        return header.block;
    }

    private byte[] records() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        records.forEach((key, value) -> {
            byte[] name = key.getBytes(ISO_8859_1);
            int rest = name.length + value.length + 3; // space, equals sign, line feed
            int total = rest + digits(rest);
            total = rest + digits(total);
            all.writeBytes((total + " ").getBytes(US_ASCII));
            all.writeBytes(name);
            all.write('=');
            all.writeBytes(value);
            all.write('\n');
        });
        return all.toByteArray();
    }

    private static int digits(int number) {
        return Integer.toString(number).length();
    }
}

package sampan.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Small archives of tar(5), header by header. */
final class GoldenTar {
    private static final int BLOCK = 512;
    private static final int NAME = 100;
    private static final int MODE = 100;
    private static final int UID = 108;
    private static final int GID = 116;
    private static final int SIZE = 124;
    private static final int SUM = 148;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    /** Of a mode: some engines put the type of the file before them. */
    private static final int PERMISSIONS = 07777;

    private GoldenTar() {}

    /** One file, folder or link. */
    record Entry(String name, String header, String content) {}

    /** @param files content by name; a folder's name ends in a slash */
    static byte[] of(JsonNode files) {
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        for (Map.Entry<String, JsonNode> file : files.properties()) {
            byte[] content = file.getValue().asString().getBytes(StandardCharsets.UTF_8);
            archive.writeBytes(header(file.getKey(), content.length));
            archive.writeBytes(Arrays.copyOf(content, (content.length + BLOCK - 1) / BLOCK * BLOCK));
        }
        archive.writeBytes(new byte[2 * BLOCK]);
        return archive.toByteArray();
    }

    private static byte[] header(String name, int size) {
        byte[] header = new byte[BLOCK];
        boolean folder = name.endsWith("/");
        put(header, 0, name);
        put(header, MODE, folder ? "0000755" : "0000644");
        put(header, UID, "0000000");
        put(header, GID, "0000000");
        put(header, SIZE, String.format("%011o", size));
        put(header, SIZE + 12, "14000000000");
        put(header, SUM, "        ");
        put(header, TYPE, folder ? "5" : "0");
        put(header, MAGIC, "ustar\00000");
        int sum = 0;
        for (byte octet : header) {
            sum += octet & 0xff;
        }
        put(header, SUM, String.format("%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    /** What is in it, but the headers of pax. */
    static List<Entry> read(byte[] archive) {
        List<Entry> entries = new ArrayList<>();
        int at = 0;
        while (at + BLOCK <= archive.length && archive[at] != 0) {
            int size = Integer.parseInt(text(archive, at + SIZE, 12), 8);
            char type = (char) archive[at + TYPE];
            String content =
                    new String(Arrays.copyOfRange(archive, at + BLOCK, at + BLOCK + size), StandardCharsets.UTF_8);
            String header = Integer.toOctalString(number(archive, at + MODE) & PERMISSIONS) + " "
                    + number(archive, at + UID) + ":" + number(archive, at + GID) + " " + type;
            if (type != 'x' && type != 'g') {
                entries.add(new Entry(text(archive, at, NAME), header, content));
            }
            at += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
        return entries;
    }

    private static int number(byte[] bytes, int at) {
        return Integer.parseInt(text(bytes, at, 8), 8);
    }

    private static String text(byte[] bytes, int at, int most) {
        int end = at;
        while (end < at + most && bytes[end] != 0 && bytes[end] != ' ') {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.UTF_8);
    }
}

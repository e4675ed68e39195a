package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Arrays;

/** Writes archives for tests, honest and otherwise. Names are bytes, one a character. */
final class TarBuilder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private String mode = "0000644";
    private String uid = "0000000";
    private String gid = "0000000";
    private String mtime = "00000000144"; // 100

    static TarBuilder tar() {
        return new TarBuilder();
    }

    TarBuilder mode(int value) {
        mode = String.format("%07o", value);
        return this;
    }

    TarBuilder owner(int user, int group) {
        uid = String.format("%07o", user);
        gid = String.format("%07o", group);
        return this;
    }

    TarBuilder rawUid(String field) {
        uid = field;
        return this;
    }

    TarBuilder mtime(long value) {
        mtime = String.format("%011o", value);
        return this;
    }

    TarBuilder dir(String name) {
        return header(name, '5', "", 0);
    }

    TarBuilder file(String name, String content) {
        header(name, '0', "", content.length());
        return raw(padded(content.getBytes(ISO_8859_1)));
    }

    TarBuilder symlink(String name, String target) {
        return header(name, '2', target, 0);
    }

    TarBuilder hardLink(String name, String target) {
        return header(name, '1', target, 0);
    }

    TarBuilder fifo(String name) {
        return header(name, '6', "", 0);
    }

    TarBuilder device(String name, char type, int major, int minor) {
        byte[] block = block(name, type, "", 0);
        put(block, 329, String.format("%07o", major));
        put(block, 337, String.format("%07o", minor));
        return raw(sum(block));
    }

    /** An extended header with these records for the next entry. */
    TarBuilder pax(String... keysAndValues) {
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            String record = " " + keysAndValues[i] + "=" + keysAndValues[i + 1] + "\n";
            int length = record.length() + 1;
            while (String.valueOf(length).length() + record.length() != length) {
                length++;
            }
            records.append(length).append(record);
        }
        return rawPax(records.toString());
    }

    TarBuilder rawPax(String records) {
        header("PaxHeaders/x", 'x', "", records.length());
        return raw(padded(records.getBytes(ISO_8859_1)));
    }

    TarBuilder gnuLong(char type, String text) {
        header("././@LongLink", type, "", text.length() + 1);
        return raw(padded((text + "\0").getBytes(ISO_8859_1)));
    }

    TarBuilder header(String name, char type, String link, long size) {
        return raw(sum(block(name, type, link, size)));
    }

    byte[] block(String name, char type, String link, long size) {
        byte[] block = new byte[512];
        put(block, 0, name.length() > 100 ? name.substring(0, 100) : name);
        put(block, 100, mode);
        put(block, 108, uid);
        put(block, 116, gid);
        put(block, 124, String.format("%011o", size));
        put(block, 136, mtime);
        block[156] = (byte) type;
        put(block, 157, link.length() > 100 ? link.substring(0, 100) : link);
        put(block, 257, "ustar\00000");
        return block;
    }

    static byte[] sum(byte[] block) {
        Arrays.fill(block, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        put(block, 148, String.format("%06o\0 ", sum));
        return block;
    }

    static void put(byte[] block, int offset, String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        System.arraycopy(bytes, 0, block, offset, bytes.length);
    }

    TarBuilder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    static byte[] padded(byte[] content) {
        return Arrays.copyOf(content, (content.length + 511) / 512 * 512);
    }

    /** The archive with the two empty blocks at its end. */
    byte[] bytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(out.toByteArray());
        all.writeBytes(new byte[1024]);
        return all.toByteArray();
    }

    /** What there is, without an end. */
    byte[] cut() {
        return out.toByteArray();
    }

    InputStream stream() {
        return new ByteArrayInputStream(bytes());
    }
}

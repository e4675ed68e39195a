package sampan.runtime.criu;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** <a href="https://protobuf.dev/programming-guides/encoding/">One message of protocol buffers</a> being written. */
final class ProtoWriter {
    static final int VARINT = 0;
    static final int BYTES = 2;

    private static final int TYPE_BITS = 3;
    private static final int MORE = 0x80;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** A number, an enum's value or a truth value. */
    void number(int field, long value) {
        varint((long) field << TYPE_BITS | VARINT);
        varint(value);
    }

    void text(int field, String value) {
        bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    void message(int field, ProtoWriter value) {
        bytes(field, value.toBytes());
    }

    private void bytes(int field, byte[] value) {
        varint((long) field << TYPE_BITS | BYTES);
        varint(value.length);
        out.writeBytes(value);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & -MORE) != 0) {
            out.write((int) (rest & (MORE - 1)) | MORE);
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    byte[] toBytes() {
        return out.toByteArray();
    }
}

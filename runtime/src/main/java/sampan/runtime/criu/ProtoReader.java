package sampan.runtime.criu;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** <a href="https://protobuf.dev/programming-guides/encoding/">One message of protocol buffers</a>, read; of a field given twice the last. */
final class ProtoReader {
    private static final int TYPE_BITS = 3;
    private static final int FIXED64 = 1;
    private static final int FIXED32 = 5;
    private static final int LONGEST_VARINT = 10;

    private final Map<Integer, Long> numbers = new HashMap<>();
    private final Map<Integer, byte[]> texts = new HashMap<>();

    ProtoReader(byte[] message) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(message);
        try {
            while (in.hasRemaining()) {
                field(in);
            }
        } catch (BufferUnderflowException cut) {
            throw new IOException("a message of criu is cut short", cut);
        }
    }

    private void field(ByteBuffer in) throws IOException {
        long key = varint(in);
        int number = (int) (key >>> TYPE_BITS);
        switch ((int) key & ((1 << TYPE_BITS) - 1)) {
            case ProtoWriter.VARINT -> numbers.put(number, varint(in));
            case ProtoWriter.BYTES -> {
                long length = varint(in);
                if (length < 0 || length > in.remaining()) {
                    throw new IOException("a message of criu is cut short");
                }
                byte[] value = new byte[(int) length];
                in.get(value);
                texts.put(number, value);
            }
            case FIXED64 -> in.getLong();
            case FIXED32 -> in.getInt();
            default -> throw new IOException("criu speaks another language than expected");
        }
    }

    private static long varint(ByteBuffer in) throws IOException {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("criu speaks another language than expected");
    }

    OptionalLong number(int field) {
        Long value = numbers.get(field);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    boolean on(int field) {
        return number(field).orElse(0) != 0;
    }

    Optional<String> text(int field) {
        return Optional.ofNullable(texts.get(field)).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    Optional<ProtoReader> message(int field) throws IOException {
        byte[] value = texts.get(field);
        return value == null ? Optional.empty() : Optional.of(new ProtoReader(value));
    }
}

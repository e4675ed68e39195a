package sampan.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The attributes of a message or of another attribute. What is cut short or too long counts as absent. */
final class Attributes {
    private static final int HEADER = 4;
    private static final int TYPE_MASK = 0x3fff;

    private final Map<Integer, ByteBuffer> values = new HashMap<>();

    Attributes(ByteBuffer all) {
        ByteBuffer rest = all.slice().order(ByteOrder.nativeOrder());
        while (rest.remaining() >= HEADER) {
            int length = Short.toUnsignedInt(rest.getShort(rest.position()));
            int type = Short.toUnsignedInt(rest.getShort(rest.position() + 2)) & TYPE_MASK;
            if (length < HEADER || length > rest.remaining()) {
                return;
            }
            values.put(
                    type, rest.slice(rest.position() + HEADER, length - HEADER).order(ByteOrder.nativeOrder()));
            rest.position(rest.position() + Math.min(NetlinkWriter.aligned(length), rest.remaining()));
        }
    }

    OptionalInt number(int type) {
        ByteBuffer value = values.get(type);
        return value == null || value.remaining() < 4 ? OptionalInt.empty() : OptionalInt.of(value.getInt(0));
    }

    Optional<String> text(int type) {
        return bytes(type).map(value -> {
            int end = 0;
            while (end < value.length && value[end] != 0) {
                end++;
            }
            return new String(value, 0, end, StandardCharsets.UTF_8);
        });
    }

    Optional<byte[]> bytes(int type) {
        return Optional.ofNullable(values.get(type)).map(value -> {
            byte[] copy = new byte[value.remaining()];
            value.get(value.position(), copy);
            return copy;
        });
    }

    /** Empty where there is no such attribute. */
    Attributes nested(int type) {
        return new Attributes(values.getOrDefault(type, ByteBuffer.allocate(0)));
    }
}

package sampan.kernel.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One message in the making: {@code struct nlmsghdr}, a fixed part, and attributes that may hold attributes. (netlink(7)) */
final class NetlinkWriter {
    static final int HEADER = 16;
    private static final int ATTRIBUTE_HEADER = 4;
    private static final int NESTED = 1 << 15;
    private static final int FIRST_SIZE = 256;

    private ByteBuffer buffer = ByteBuffer.allocate(FIRST_SIZE).order(ByteOrder.nativeOrder());

    NetlinkWriter(int type, int flags) {
        buffer.putInt(0).putShort((short) type).putShort((short) flags).putLong(0);
    }

    /** What stands at the head of every link message: {@code struct ifinfomsg}. */
    NetlinkWriter link(int index, int flags, int change) {
        room(16).put((byte) 0).put((byte) 0).putShort((short) 0);
        buffer.putInt(index).putInt(flags).putInt(change);
        return this;
    }

    NetlinkWriter u8(int... values) {
        room(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return this;
    }

    NetlinkWriter u32(int value) {
        room(4).putInt(value);
        return this;
    }

    /** {@code attribute(type, u32)}. */
    NetlinkWriter number(int type, int value) {
        header(type, 4).putInt(value);
        return this;
    }

    NetlinkWriter small(int type, int value) {
        return bytes(type, new byte[] {(byte) value});
    }

    /** With the NUL at its end. */
    NetlinkWriter text(int type, String value) {
        byte[] name = value.getBytes(StandardCharsets.UTF_8);
        return bytes(type, Arrays.copyOf(name, name.length + 1));
    }

    NetlinkWriter bytes(int type, byte[] value) {
        header(type, value.length).put(value);
        buffer.position(aligned(buffer.position()));
        return this;
    }

    /** Writes an attribute whose value are the attributes that {@code content} writes. */
    NetlinkWriter nested(int type, Runnable content) {
        int start = buffer.position();
        header(type | NESTED, 0);
        content.run();
        buffer.putShort(start, (short) (buffer.position() - start));
        return this;
    }

    /** The message with its length and number. */
    byte[] message(int sequence) {
        buffer.putInt(0, buffer.position()).putInt(8, sequence);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer header(int type, int length) {
        room(ATTRIBUTE_HEADER + aligned(length));
        return buffer.putShort((short) (ATTRIBUTE_HEADER + length)).putShort((short) type);
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() < bytes) {
            int size = Math.max(buffer.capacity() * 2, buffer.position() + bytes);
            buffer = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder()).put(buffer.flip());
        }
        return buffer;
    }

    static int aligned(int length) {
        return (length + 3) & ~3;
    }
}

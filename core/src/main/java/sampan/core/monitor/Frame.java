package sampan.core.monitor;

import java.nio.ByteBuffer;

/** Frames of wire.h, part 2: type, three zero bytes, length (big-endian), payload. */
final class Frame {
    static final int HEADER = 8;
    static final int LONGEST = 65536;

    static final int STDIN = 0;
    static final int STDOUT = 1;
    static final int STDERR = 2;
    static final int HELLO = 16;
    static final int CLOSE_STDIN = 17;
    static final int RESIZE = 18;
    static final int SIGNAL = 19;
    static final int REOPEN_LOG = 20;
    static final int MAPPED = 21;
    static final int STARTED = 32;
    static final int FAILED = 33;
    static final int EXITED = 34;
    static final int RUNNING = 35;

    private Frame() {}

    static byte[] empty(int type) {
        return head(type, 0);
    }

    /** The header of a frame whose payload follows. */
    static byte[] head(int type, int length) {
        return ByteBuffer.allocate(HEADER).put(0, (byte) type).putInt(4, length).array();
    }

    static byte[] hello(int interests) {
        return frame(HELLO, 4).putInt(interests).array();
    }

    static byte[] signal(int number) {
        return frame(SIGNAL, 1).put((byte) number).array();
    }

    static byte[] resize(int rows, int columns) {
        return frame(RESIZE, 4).putShort((short) rows).putShort((short) columns).array();
    }

    private static ByteBuffer frame(int type, int length) {
        return ByteBuffer.allocate(HEADER + length)
                .put(0, (byte) type)
                .putInt(4, length)
                .position(HEADER);
    }
}

package sampan.core.log;

import java.io.IOException;
import java.util.Arrays;

/** The three kinds of protobuf fields that logs have: numbers, bytes, messages. */
final class ProtobufReader {
    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH_DELIMITED = 2;
    private static final int FIXED32 = 5;
    private static final int BITS = 64;

    private final byte[] bytes;
    private int at;
    private final int end;
    private int wireType;

    ProtobufReader(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.at = from;
        this.end = from + length;
    }

    boolean hasMore() {
        return at < end;
    }

    int nextField() throws IOException {
        long key = varint();
        wireType = (int) (key & 7);
        return (int) (key >>> 3);
    }

    long number() throws IOException {
        expect(VARINT);
        return varint();
    }

    byte[] bytes() throws IOException {
        return bytes(0);
    }

    /** @param more zeros behind them */
    byte[] bytes(int more) throws IOException {
        expect(LENGTH_DELIMITED);
        int length = length();
        at += length;
        byte[] copy = new byte[length + more];
        System.arraycopy(bytes, at - length, copy, 0, length);
        return copy;
    }

    /** Whether it is these bytes. */
    boolean isBytes(byte[] wanted) throws IOException {
        expect(LENGTH_DELIMITED);
        int length = length();
        at += length;
        return Arrays.equals(bytes, at - length, at, wanted, 0, wanted.length);
    }

    ProtobufReader message() throws IOException {
        expect(LENGTH_DELIMITED);
        int length = length();
        at += length;
        return new ProtobufReader(bytes, at - length, length);
    }

    void skip() throws IOException {
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> advance(8);
            case LENGTH_DELIMITED -> advance(length());
            case FIXED32 -> advance(4);
            default -> throw new IOException("a log entry with wire type " + wireType);
        }
    }

    private void advance(int count) throws IOException {
        if (count > end - at) {
            throw new IOException("a log entry ends too early");
        }
        at += count;
    }

    private int length() throws IOException {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new IOException("a log entry ends too early");
        }
        return (int) length;
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < BITS; shift += 7) {
            if (at >= end) {
                throw new IOException("a log entry ends too early");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a log entry with an endless number");
    }

    private void expect(int type) throws IOException {
        if (wireType != type) {
            throw new IOException("a log entry with wire type " + wireType + " instead of " + type);
        }
    }
}

package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import sampan.runtime.program.Buffer;

/** unix(7), SCM_RIGHTS: a message of a few bytes and one descriptor; msghdr, iovec, payload and control message in one buffer. */
record Passed(Buffer buffer) {
    static final int PAYLOAD_AT = 72;

    private static final int SIZE = 104;
    private static final int IOV_AT = 16;
    private static final int IOV_COUNT_AT = 24;
    private static final int CONTROL_POINTER_AT = 32;
    private static final int CONTROL_SIZE_AT = 40;
    private static final int IOVEC_AT = 56;
    private static final int CONTROL_AT = 80;
    private static final int CONTROL_LENGTH = 20;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

    /** Where the descriptor's number stands. */
    static final int FD_AT = CONTROL_AT + 16;

    static Passed descriptor() {
        byte[] bytes = new byte[SIZE];
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        fields.putLong(IOV_COUNT_AT, 1).putLong(CONTROL_SIZE_AT, CONTROL_LENGTH + 4);
        fields.putLong(IOVEC_AT + Long.BYTES, Integer.BYTES);
        fields.putLong(CONTROL_AT, CONTROL_LENGTH)
                .putInt(CONTROL_AT + 8, SOL_SOCKET)
                .putInt(CONTROL_AT + 12, SCM_RIGHTS);
        List<Buffer.Inner> pointers = List.of(
                new Buffer.Inner(IOV_AT, IOVEC_AT),
                new Buffer.Inner(CONTROL_POINTER_AT, CONTROL_AT),
                new Buffer.Inner(IOVEC_AT, PAYLOAD_AT));
        return new Passed(Buffer.self(bytes, pointers, "{SCM_RIGHTS}"));
    }
}

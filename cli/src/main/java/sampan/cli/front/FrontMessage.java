package sampan.cli.front;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sampan.kernel.Fd;
import sampan.kernel.socket.Received;

/** One message of the front's socket: {@code struct message} of wire.h, payload and descriptors. */
record FrontMessage(
        int type, int value, ByteBuffer payload, @Nullable Received received) implements AutoCloseable {
    static final int FRONT_PROTOCOL = 2;
    static final int REQUEST = 1;
    static final int OPENED = 2;
    static final int SIGNAL = 3;
    static final int DONE = 4;
    static final int WINDOW = 5;
    static final int EXIT = 101;
    static final int OPEN = 102;
    static final int LAUNCH = 103;
    static final int ATTACH = 104;
    static final int INHERITED = 105;
    static final int PAGE = 106;
    static final int ANEW = 107;

    static final int HEADER = 8;
    /** Of what the engine says. */
    static final int MAX_PAYLOAD = 65536;
    /** Of what a front says: its command line comes in a file. */
    static final int MAX_HEARD = 256;

    static final int MAX_DESCRIPTORS = 64;

    /** Not a message: the front has closed its end. */
    static final FrontMessage GONE = new FrontMessage(0, 0, ByteBuffer.allocate(0), null);

    static FrontMessage of(Received received) {
        ByteBuffer bytes = ByteBuffer.wrap(received.payload()).order(ByteOrder.LITTLE_ENDIAN);
        int type = bytes.getInt();
        int value = bytes.getInt();
        return new FrontMessage(type, value, bytes.slice().order(ByteOrder.LITTLE_ENDIAN), received);
    }

    List<Fd> descriptors() {
        return received == null ? List.of() : received.descriptors();
    }

    /** Closes the descriptors that nobody has released. */
    @Override
    public void close() {
        if (received != null) {
            received.close();
        }
    }
}

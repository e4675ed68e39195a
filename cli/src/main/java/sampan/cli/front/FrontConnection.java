package sampan.cli.front;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Poll;
import sampan.kernel.socket.Message;
import sampan.kernel.socket.PeerCredentials;
import sampan.kernel.socket.Received;

/** The framing of the front's socket. One thread receives; sending is for any thread, one message is one system call. */
final class FrontConnection implements AutoCloseable {
    private final Fd socket;

    /** Takes the socket over. */
    FrontConnection(Fd socket) {
        this.socket = socket.release();
    }

    /** Waits until a process ends or a message is there; whether the process has ended. */
    boolean awaitEnd(Fd process) throws SyscallException {
        return Poll.first(process, socket);
    }

    /** The next message, or {@link FrontMessage#GONE}; whoever gets it closes it. */
    FrontMessage receive() throws IOException {
        Received received;
        try {
            received = Message.receive(
                            socket, FrontMessage.HEADER + FrontMessage.MAX_HEARD, FrontMessage.MAX_DESCRIPTORS)
                    .orElse(null);
        } catch (SyscallException failed) {
            if (failed.is(Errno.ECONNRESET)) {
                return FrontMessage.GONE;
            }
            throw failed;
        }
        if (received == null) {
            return FrontMessage.GONE;
        }
        if (received.payload().length < FrontMessage.HEADER) {
            received.close();
            throw new IOException("message shorter than its header");
        }
        return FrontMessage.of(received);
    }

    PeerCredentials peer() throws IOException {
        return PeerCredentials.of(socket);
    }

    void exit(int status) throws IOException {
        send(FrontMessage.EXIT, status, new byte[0], List.of());
    }

    /** Nothing was done, and the front is to look for an engine again. */
    void anew() throws IOException {
        send(FrontMessage.ANEW, 0, new byte[0], List.of());
    }

    /** Asks for open(2) of a path; OPENED answers. */
    void open(String path, int flags, int mode) throws IOException {
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        if (name.length + Integer.BYTES + 1 > FrontMessage.MAX_PAYLOAD) {
            throw new SyscallException("open(a path of " + name.length + " bytes)", Errno.ENAMETOOLONG);
        }
        byte[] payload = new byte[Integer.BYTES + name.length + 1];
        littleEndian(payload).putInt(mode).put(name);
        send(FrontMessage.OPEN, flags, payload, List.of());
    }

    /** Asks for a descriptor the front was started with; OPENED answers. */
    void inherited(int number) throws IOException {
        send(FrontMessage.INHERITED, number, new byte[0], List.of());
    }

    /** Asks for the pipe of the caller's pager; OPENED answers. */
    void page() throws IOException {
        send(FrontMessage.PAGE, 0, new byte[0], List.of());
    }

    void launch(List<Fd> descriptors) throws IOException {
        if (descriptors.size() > FrontMessage.MAX_DESCRIPTORS) {
            throw new IOException("a launch with " + descriptors.size() + " descriptors");
        }
        send(FrontMessage.LAUNCH, 0, new byte[0], descriptors);
    }

    /** Has the front pump between its descriptors 0 to 2 and a monitor's stream; DONE answers. */
    void attach(Fd stream, int flags, byte[] detachKeys) throws IOException {
        send(FrontMessage.ATTACH, flags, detachKeys, List.of(stream));
    }

    private void send(int type, int value, byte[] payload, List<Fd> descriptors) throws IOException {
        byte[] message = new byte[FrontMessage.HEADER + payload.length];
        littleEndian(message).putInt(type).putInt(value).put(payload);
        Message.send(socket, message, descriptors);
    }

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {
        socket.close();
    }
}

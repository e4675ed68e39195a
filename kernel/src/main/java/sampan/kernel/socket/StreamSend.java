package sampan.kernel.socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;
import sampan.kernel.file.Fcntl;

/** send(2) on a connection, for a thread that must not wait. */
public final class StreamSend {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private StreamSend() {}

    /** A descriptor of our own of a socket that belongs to another library, and stays open meanwhile. */
    public static Fd duplicateForeign(int socket) throws SyscallException {
        Fd borrowed = Fd.of(socket);
        try {
            return Fcntl.duplicate(borrowed);
        } finally {
            borrowed.handOver();
        }
    }

    /** Sends as much as the socket has room for. @return how many bytes that was, 0 when it is full */
    public static int now(Fd socket, byte[] bytes) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment copy = arena.allocate(Math.max(1, bytes.length));
            MemorySegment.copy(MemorySegment.ofArray(bytes), 0, copy, 0, bytes.length);
            long sent = Call.SENDTO.invoke(
                    socket.number(), copy.address(), bytes.length, MSG_DONTWAIT | MSG_NOSIGNAL, 0, 0);
            if (sent == -Errno.EAGAIN) {
                return 0;
            }
            if (sent < 0) {
                throw SyscallException.of(
                        Call.SENDTO, sent, socket, "...", bytes.length, "MSG_DONTWAIT|MSG_NOSIGNAL", "NULL", 0);
            }
            return (int) sent;
        }
    }
}

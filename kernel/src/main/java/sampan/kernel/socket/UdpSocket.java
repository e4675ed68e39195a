package sampan.kernel.socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;
import sampan.kernel.file.Fcntl;

/** udp(7): a socket that was opened elsewhere, perhaps in another network namespace, and never makes anybody wait. {@link Datagrams} hears what comes. */
public final class UdpSocket implements AutoCloseable {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;

    private final Fd socket;
    private boolean closed;

    private UdpSocket(Fd socket) {
        this.socket = socket;
    }

    /** One that was opened already; taken over. */
    public static UdpSocket of(Fd opened) throws SyscallException {
        try (opened) {
            Fcntl.setNonBlocking(opened, true);
            return new UdpSocket(opened.release());
        }
    }

    /** To wait for; stays this object's. */
    public Fd descriptor() {
        return socket;
    }

    /**
     * Sends a message, on any thread.
     *
     * @param receiver as {@link Datagrams#sender} has it
     * @return whether it was sent: it is lost where the socket is full or closed, or its receiver gone
     */
    public synchronized boolean send(byte[] message, byte[] receiver) {
        if (closed) {
            return false;
        }
        try (Arena arena = Arena.ofConfined()) {
            return Call.SENDTO.invoke(
                            socket.number(),
                            copy(arena, message),
                            message.length,
                            MSG_DONTWAIT | MSG_NOSIGNAL,
                            copy(arena, receiver),
                            receiver.length)
                    >= 0;
        }
    }

    private static long copy(Arena arena, byte[] bytes) {
        MemorySegment copy = arena.allocate(bytes.length, Long.BYTES);
        copy.copyFrom(MemorySegment.ofArray(bytes));
        return copy.address();
    }

    /** On the thread that hears. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            socket.close();
        }
    }
}

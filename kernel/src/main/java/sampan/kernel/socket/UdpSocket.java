package sampan.kernel.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;
import sampan.kernel.file.Fcntl;

/**
 * udp(7): a socket that was opened elsewhere, perhaps in another network namespace, and never makes anybody wait.
 *
 * <p>{@link #receive} and {@link #close} are for one thread, {@link #send} for any.
 */
public final class UdpSocket implements AutoCloseable {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_TRUNC = 0x20;
    private static final int SOCKADDR = 28;

    private final Fd socket;
    private final Arena arena = Arena.ofShared();
    private final int limit;
    private final MemorySegment heard;
    private final MemorySegment address = arena.allocate(SOCKADDR, 8);
    private final MemorySegment size = arena.allocate(JAVA_INT);
    private boolean closed;

    private UdpSocket(Fd socket, int limit) {
        this.socket = socket;
        this.limit = limit;
        heard = arena.allocate(limit);
    }

    /**
     * One that was opened already; taken over.
     *
     * @param limit the longest message that is heard, in bytes
     */
    public static UdpSocket of(Fd opened, int limit) throws SyscallException {
        try (opened) {
            Fcntl.setNonBlocking(opened, true);
            return new UdpSocket(opened.release(), limit);
        }
    }

    /**
     * A message.
     *
     * @param sender for {@link #send}: a socket address as the kernel has it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Packet(byte[] payload, byte[] sender) {}

    /** To wait for; stays this object's. */
    public Fd descriptor() {
        return socket;
    }

    /** The next message, if there is one; one that is too long is cut off. */
    public Optional<Packet> receive() throws SyscallException {
        size.set(JAVA_INT, 0, SOCKADDR);
        long got = Call.RECVFROM.invoke(
                socket.number(), heard.address(), limit, MSG_DONTWAIT | MSG_TRUNC, address.address(), size.address());
        if (got == -Errno.EAGAIN) {
            return Optional.empty();
        }
        if (got < 0) {
            throw SyscallException.of(Call.RECVFROM, got, socket, limit + " bytes", "MSG_DONTWAIT");
        }
        return Optional.of(new Packet(
                heard.asSlice(0, Math.min(got, limit)).toArray(JAVA_BYTE),
                address.asSlice(0, Math.min(size.get(JAVA_INT, 0), SOCKADDR)).toArray(JAVA_BYTE)));
    }

    /** @return whether it was sent: it is lost where the socket is full or closed, or its receiver gone */
    public synchronized boolean send(byte[] message, byte[] receiver) {
        if (closed) {
            return false;
        }
        try (Arena call = Arena.ofConfined()) {
            MemorySegment content = call.allocate(Math.max(1, message.length));
            MemorySegment.copy(message, 0, content, JAVA_BYTE, 0, message.length);
            MemorySegment place = call.allocateFrom(JAVA_BYTE, receiver);
            long sent = Call.SENDTO.invoke(
                    socket.number(),
                    content.address(),
                    message.length,
                    MSG_DONTWAIT | MSG_NOSIGNAL,
                    place.address(),
                    receiver.length);
            return sent >= 0;
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            socket.close();
            arena.close();
        }
    }
}

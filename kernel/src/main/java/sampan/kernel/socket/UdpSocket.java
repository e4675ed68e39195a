package sampan.kernel.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    private final Room heard;
    private final MemorySegment size = arena.allocate(JAVA_INT);
    private final ByteBuffer sizeBytes = size.asByteBuffer().order(ByteOrder.nativeOrder());
    private final Room said;
    private boolean closed;

    private UdpSocket(Fd socket, int limit) {
        this.socket = socket;
        this.limit = limit;
        heard = Room.of(arena, limit);
        said = Room.of(arena, limit);
    }

    /** For one message and its address; as buffers, too, which a compiler without much time copies from faster than from segments. */
    private record Room(long message, ByteBuffer messageBytes, long address, ByteBuffer addressBytes) {
        static Room of(Arena arena, int limit) {
            MemorySegment message = arena.allocate(limit);
            MemorySegment address = arena.allocate(SOCKADDR, 8);
            return new Room(message.address(), message.asByteBuffer(), address.address(), address.asByteBuffer());
        }
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
        sizeBytes.putInt(0, SOCKADDR);
        long got = Call.RECVFROM.invoke(
                socket.number(), heard.message, limit, MSG_DONTWAIT | MSG_TRUNC, heard.address, size.address());
        if (got == -Errno.EAGAIN) {
            return Optional.empty();
        }
        if (got < 0) {
            throw SyscallException.of(Call.RECVFROM, got, socket, limit + " bytes", "MSG_DONTWAIT");
        }
        byte[] payload = new byte[(int) Math.min(got, limit)];
        byte[] sender = new byte[Math.min(sizeBytes.getInt(0), SOCKADDR)];
        heard.messageBytes.get(0, payload);
        heard.addressBytes.get(0, sender);
        return Optional.of(new Packet(payload, sender));
    }

    /**
     * Sends a message that is no longer than the longest that is heard.
     *
     * @return whether it was sent: it is lost where the socket is full or closed, or its receiver gone
     */
    public synchronized boolean send(byte[] message, byte[] receiver) {
        if (closed) {
            return false;
        }
        said.messageBytes.put(0, message);
        said.addressBytes.put(0, receiver);
        return Call.SENDTO.invoke(
                        socket.number(),
                        said.message,
                        message.length,
                        MSG_DONTWAIT | MSG_NOSIGNAL,
                        said.address,
                        receiver.length)
                >= 0;
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

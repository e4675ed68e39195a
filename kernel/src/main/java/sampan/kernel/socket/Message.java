package sampan.kernel.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** sendmsg(2) and recvmsg(2) with descriptors (SCM_RIGHTS) and in another's name (SCM_CREDENTIALS). */
public final class Message {
    private static final int MSG_CTRUNC = 0x8;
    private static final int MSG_TRUNC = 0x20;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;
    private static final int SCM_CREDENTIALS = 2;

    /** The kernel's own limit, SCM_MAX_FD. */
    private static final int MAX_DESCRIPTORS = 253;

    /** {@code struct cmsghdr}: length with this header, level, type. */
    private static final int CONTROL_HEADER = 16;

    /** {@code struct ucred} has three numbers, as large as descriptors: process, user, group. */
    private static final int CREDENTIALS = 3;

    private Message() {}

    public static void send(Fd socket, byte[] payload) throws SyscallException {
        send(socket, payload, List.of());
    }

    /**
     * All of it: a stream's rest goes without the descriptors, which travel with the first byte. The descriptors stay ours too.
     * A socket whose other end is gone answers EPIPE, without a signal.
     */
    public static void send(Fd socket, byte[] payload, List<Fd> descriptors) throws SyscallException {
        if (payload.length == 0 && !descriptors.isEmpty()) {
            throw new IllegalArgumentException("descriptors travel with at least one byte");
        }
        try (Arena arena = Arena.ofConfined()) {
            Buffers buffers = new Buffers(arena, Math.max(payload.length, 1), descriptors.size());
            MemorySegment.copy(MemorySegment.ofArray(payload), 0, buffers.content, 0, payload.length);
            buffers.put(descriptors);
            int done = 0;
            do {
                buffers.window(done, payload.length - done);
                long put = Call.SENDMSG.invoke(socket.number(), buffers.header.address(), MSG_NOSIGNAL);
                if (put < 0) {
                    throw SyscallException.of(
                            Call.SENDMSG, put, socket, payload.length + " bytes", descriptors, "MSG_NOSIGNAL");
                }
                buffers.noControl();
                done += (int) put;
            } while (done < payload.length);
        }
    }

    /**
     * One message whose receiver is told of another process as its sender: EPERM unless that is this one, or the caller is root.
     *
     * @param sender must be alive
     */
    public static void sendAs(Fd socket, byte[] payload, PeerCredentials sender) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            Buffers buffers = new Buffers(arena, Math.max(payload.length, 1), CREDENTIALS);
            MemorySegment.copy(MemorySegment.ofArray(payload), 0, buffers.content, 0, payload.length);
            buffers.put(sender);
            buffers.window(0, payload.length);
            long put = Call.SENDMSG.invoke(socket.number(), buffers.header.address(), MSG_NOSIGNAL);
            if (put < 0) {
                throw SyscallException.of(
                        Call.SENDMSG, put, socket, payload.length + " bytes", sender.toString(), "MSG_NOSIGNAL");
            }
        }
    }

    /**
     * The next message, or what a stream has by now; empty when the other end has closed.
     *
     * @param limit of the payload's bytes; a longer message of a SEQPACKET socket is an error
     * @param descriptors how many may come at most; more is an error, and those that came are closed
     */
    public static Optional<Received> receive(Fd socket, int limit, int descriptors) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Buffers buffers = new Buffers(arena, limit, descriptors);
            buffers.window(0, limit);
            long got = Call.RECVMSG.invoke(socket.number(), buffers.header.address(), MSG_CMSG_CLOEXEC);
            if (got < 0) {
                throw SyscallException.of(Call.RECVMSG, got, socket, "...", "MSG_CMSG_CLOEXEC");
            }
            byte[] payload = buffers.content.asSlice(0, Math.min(got, limit)).toArray(JAVA_BYTE);
            Received received = new Received(payload, buffers.take());
            if ((buffers.flags() & (MSG_CTRUNC | MSG_TRUNC)) != 0) {
                received.close();
                throw new IOException(
                        (buffers.flags() & MSG_CTRUNC) != 0
                                ? "message with more descriptors than the " + descriptors + " expected"
                                : "message of more than " + limit + " bytes");
            }
            boolean closed = got == 0 && received.descriptors().isEmpty();
            return closed ? Optional.empty() : Optional.of(received);
        }
    }

    /** {@code struct msghdr} and what it points to. */
    private static final class Buffers {
        final MemorySegment header;
        final MemorySegment content;
        private final MemorySegment vector;
        private final MemorySegment control;

        Buffers(Arena arena, int bytes, int descriptors) {
            if (descriptors > MAX_DESCRIPTORS) {
                throw new IllegalArgumentException("more than " + MAX_DESCRIPTORS + " descriptors in one message");
            }
            header = arena.allocate(56, 8);
            content = arena.allocate(bytes);
            vector = arena.allocate(16, 8);
            long room = descriptors == 0 ? 0 : (CONTROL_HEADER + 4L * descriptors + 7) & ~7;
            control = arena.allocate(room, 8);
            header.set(JAVA_LONG, 16, vector.address());
            header.set(JAVA_LONG, 24, 1);
            if (room > 0) {
                header.set(JAVA_LONG, 32, control.address());
                // Exactly as long as needed, not rounded: one descriptor more must be seen as truncation.
                header.set(JAVA_LONG, 40, CONTROL_HEADER + 4L * descriptors);
            }
        }

        void window(int offset, int length) {
            vector.set(JAVA_LONG, 0, content.address() + offset);
            vector.set(JAVA_LONG, 8, length);
        }

        void put(List<Fd> descriptors) {
            if (descriptors.isEmpty()) {
                return;
            }
            control.set(JAVA_LONG, 0, CONTROL_HEADER + 4L * descriptors.size());
            control.set(JAVA_INT, 8, SOL_SOCKET);
            control.set(JAVA_INT, 12, SCM_RIGHTS);
            for (int i = 0; i < descriptors.size(); i++) {
                control.set(
                        JAVA_INT, CONTROL_HEADER + 4L * i, descriptors.get(i).number());
            }
        }

        void put(PeerCredentials sender) {
            control.set(JAVA_LONG, 0, CONTROL_HEADER + 4L * CREDENTIALS);
            control.set(JAVA_INT, 8, SOL_SOCKET);
            control.set(JAVA_INT, 12, SCM_CREDENTIALS);
            control.set(JAVA_INT, CONTROL_HEADER, sender.pid());
            control.set(JAVA_INT, CONTROL_HEADER + 4, (int) sender.uid());
            control.set(JAVA_INT, CONTROL_HEADER + 8, (int) sender.gid());
        }

        void noControl() {
            header.set(JAVA_LONG, 32, 0);
            header.set(JAVA_LONG, 40, 0);
        }

        int flags() {
            return header.get(JAVA_INT, 48);
        }

        /** Every descriptor that came, whatever else is wrong with the message: each is open now and ours. */
        List<Fd> take() {
            List<Fd> taken = new ArrayList<>();
            long end = header.get(JAVA_LONG, 40);
            for (long at = 0; at + CONTROL_HEADER <= end; ) {
                long length = control.get(JAVA_LONG, at);
                if (length < CONTROL_HEADER) {
                    break;
                }
                if (control.get(JAVA_INT, at + 8) == SOL_SOCKET && control.get(JAVA_INT, at + 12) == SCM_RIGHTS) {
                    for (long fd = at + CONTROL_HEADER; fd + 4 <= Math.min(at + length, end); fd += 4) {
                        taken.add(Fd.of(control.get(JAVA_INT, fd)));
                    }
                }
                at += (length + 7) & ~7;
            }
            return taken;
        }
    }
}

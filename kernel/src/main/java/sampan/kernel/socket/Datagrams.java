package sampan.kernel.socket;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/**
 * recvmmsg(2), sendmmsg(2): room for messages that are heard at once, and for their answers, which are sent at once. One thread hears and answers for any number of
 * {@link UdpSocket}s with it, one after the other.
 */
public final class Datagrams implements AutoCloseable {
    private static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    private static final int MSG_TRUNC = 0x20;

    /** {@code struct mmsghdr}, and where its name, the name's length, its vector, how many there are, and the message's length stand. */
    private static final int HEADER = 64;

    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int VECTORS = 24;
    private static final int LENGTH = 56;

    /** {@code struct iovec}, and where its length stands. */
    private static final int VECTOR_SIZE = 16;

    private static final int VECTOR_LENGTH = 8;

    /** {@code struct sockaddr_in6}, and with room for none to touch the next one. */
    private static final int SOCKADDR = 28;

    private static final int NAME_SIZE = 32;

    private final Arena arena = Arena.ofShared();
    private final int most;
    private final int limit;
    private final Room heard;
    private final Room said;
    private final long names;
    private final ByteBuffer nameBytes;
    private int inUse;
    private int answers;

    /**
     * Room for some messages.
     *
     * @param most that are heard at once
     * @param limit the longest that is heard or said, in bytes
     */
    public Datagrams(int most, int limit) {
        this.most = most;
        this.limit = limit;
        heard = Room.of(arena, most, limit);
        said = Room.of(arena, most, limit);
        MemorySegment all = arena.allocate((long) most * NAME_SIZE, 8);
        names = all.address();
        nameBytes = all.asByteBuffer();
        inUse = most;
        for (int i = 0; i < most; i++) {
            heard.headers.putLong(i * HEADER + NAME, nameOf(i));
            heard.vectors.putLong(i * VECTOR_SIZE + VECTOR_LENGTH, limit);
        }
    }

    /** Messages and what the kernel reads of where they are; as buffers, which a compiler without much time makes more of than of segments. */
    private record Room(long address, ByteBuffer headers, ByteBuffer vectors, ByteBuffer messages) {
        static Room of(Arena arena, int most, int limit) {
            MemorySegment headers = arena.allocate((long) most * HEADER, 8);
            MemorySegment vectors = arena.allocate((long) most * VECTOR_SIZE, 8);
            MemorySegment messages = arena.allocate((long) most * limit, 8);
            Room room = new Room(
                    headers.address(),
                    headers.asByteBuffer().order(ByteOrder.nativeOrder()),
                    vectors.asByteBuffer().order(ByteOrder.nativeOrder()),
                    messages.asByteBuffer());
            for (int i = 0; i < most; i++) {
                room.headers.putLong(i * HEADER + VECTOR, vectors.address() + (long) i * VECTOR_SIZE);
                room.headers.putLong(i * HEADER + VECTORS, 1);
                room.vectors.putLong(i * VECTOR_SIZE, messages.address() + (long) i * limit);
            }
            return room;
        }
    }

    private long nameOf(int message) {
        return names + (long) message * NAME_SIZE;
    }

    /**
     * Hears what has come, and forgets what was heard before.
     *
     * @return how many messages; fewer than there is room for: there were no more
     */
    public int receive(UdpSocket socket) throws SyscallException {
        for (int i = 0; i < inUse; i++) {
            heard.headers.putInt(i * HEADER + NAME_LENGTH, SOCKADDR);
        }
        answers = 0;
        inUse = 0;
        long got = Call.RECVMMSG.invoke(socket.descriptor().number(), heard.address, most, MSG_DONTWAIT | MSG_TRUNC, 0);
        if (got == -Errno.EAGAIN) {
            return 0;
        }
        if (got < 0) {
            throw SyscallException.of(Call.RECVMMSG, got, socket.descriptor(), most + " messages", "MSG_DONTWAIT");
        }
        inUse = (int) got;
        return inUse;
    }

    /** One of those that were heard last, from 0; one that is too long is cut off. */
    public byte[] message(int number) {
        byte[] message = new byte[Math.min(heard.headers.getInt(number * HEADER + LENGTH), limit)];
        heard.messages.get(number * limit, message);
        return message;
    }

    /** Who sent it, for {@link UdpSocket#send}. */
    public byte[] sender(int number) {
        byte[] sender = new byte[Math.min(heard.headers.getInt(number * HEADER + NAME_LENGTH), SOCKADDR)];
        nameBytes.get(number * NAME_SIZE, sender);
        return sender;
    }

    /** Says this to who sent a message, with the next {@link #send}; each message has one answer at most. */
    public void answer(int number, byte[] reply) {
        int header = answers * HEADER;
        said.messages.put(answers * limit, reply);
        said.vectors.putLong(answers * VECTOR_SIZE + VECTOR_LENGTH, reply.length);
        said.headers.putLong(header + NAME, nameOf(number));
        said.headers.putInt(header + NAME_LENGTH, heard.headers.getInt(number * HEADER + NAME_LENGTH));
        answers++;
    }

    /** Sends all answers; one is lost where the socket is full or its receiver gone. */
    public void send(UdpSocket socket) {
        int done = 0;
        while (done < answers) {
            long sent = Call.SENDMMSG.invoke(
                    socket.descriptor().number(),
                    said.address + (long) done * HEADER,
                    answers - done,
                    MSG_DONTWAIT | MSG_NOSIGNAL);
            done += (int) Math.max(1, sent);
        }
        answers = 0;
    }

    @Override
    public void close() {
        arena.close();
    }
}

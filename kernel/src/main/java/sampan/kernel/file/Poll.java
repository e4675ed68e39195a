package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** poll(2), of one descriptor. Waiting blocks the carrier of a virtual thread: who waits long uses a thread of its own. */
public final class Poll {
    public static final int IN = 0x1;
    public static final int PRI = 0x2;
    public static final int OUT = 0x4;
    public static final int ERR = 0x8;
    public static final int HUP = 0x10;
    public static final int RDHUP = 0x2000;

    private Poll() {}

    /** Whether a read would not block (data, end of file or an error is there) before the time is over. */
    public static boolean readable(Fd fd, Duration timeout) throws SyscallException {
        return await(fd, IN, timeout) != 0;
    }

    /** Waits until a read of one of two would not block; whether that is so of the first. */
    public static boolean first(Fd one, Fd other) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment both = arena.allocate(16, 4);
            both.set(JAVA_INT, 0, one.number());
            both.set(JAVA_SHORT, 4, (short) IN);
            both.set(JAVA_INT, 8, other.number());
            both.set(JAVA_SHORT, 12, (short) IN);
            long result = Call.PPOLL.invoke(both.address(), 2, 0, 0, 0);
            if (result < 0) {
                throw SyscallException.of(Call.PPOLL, result, "[" + one + ", " + other + "]", 2, "NULL");
            }
            return both.get(JAVA_SHORT, 6) != 0;
        }
    }

    /** The events that came about, {@link #ERR} and {@link #HUP} always among the awaited; 0 when the time is over. */
    public static int await(Fd fd, int events, Duration timeout) throws SyscallException {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment poll = arena.allocate(8, 4);
            MemorySegment time = arena.allocate(16, 8);
            while (true) {
                poll.set(JAVA_INT, 0, fd.number());
                poll.set(JAVA_SHORT, 4, (short) events);
                long left = Math.max(0, deadline - System.nanoTime());
                time.set(JAVA_LONG, 0, left / 1_000_000_000);
                time.set(JAVA_LONG, 8, left % 1_000_000_000);
                long result = Call.PPOLL.once(poll.address(), 1, time.address(), 0, 0);
                if (result >= 0) {
                    return Short.toUnsignedInt(poll.get(JAVA_SHORT, 6));
                }
                if (result != -Errno.EINTR) {
                    throw SyscallException.of(Call.PPOLL, result, "[{fd=" + fd.number() + "}]", 1, timeout);
                }
            }
        }
    }
}

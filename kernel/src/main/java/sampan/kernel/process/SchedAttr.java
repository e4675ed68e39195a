package sampan.kernel.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** sched_setattr(2): how soon a thread that has something to do gets a processor. */
public final class SchedAttr {
    /** {@code struct sched_attr} of the first version. */
    private static final int SIZE = 48;

    private static final int FLAGS = 8;
    private static final int NICE = 16;
    private static final int RUNTIME = 24;

    /** Threads and processes that it makes have none of this. */
    private static final long RESET_ON_FORK = 1;
    /** As a fair scheduler's short slice: who asks for little at a time is next. (Linux 6.12; earlier ones pass it over) */
    private static final long SLICE_NANOS = 100_000;

    private static final int EARLIER = -5;

    private SchedAttr() {}

    /**
     * From now on the calling thread, a platform thread that does little at a time, gets a processor soon when others have much to do. What it makes, threads and
     * processes, does not inherit that. Who may not be nicer to himself asks for the short slices only; to whom somebody gave a nice value keeps that and nothing else.
     */
    public static void prompt() throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment attributes = arena.allocate(SIZE, 8);
            check(Call.SCHED_GETATTR, Call.SCHED_GETATTR.invoke(0, attributes.address(), SIZE, 0));
            if (attributes.get(JAVA_INT, NICE) != 0) {
                return;
            }
            attributes.set(JAVA_LONG, FLAGS, RESET_ON_FORK);
            attributes.set(JAVA_LONG, RUNTIME, SLICE_NANOS);
            attributes.set(JAVA_INT, NICE, EARLIER);
            long result = Call.SCHED_SETATTR.invoke(0, attributes.address(), 0);
            if (result == -Errno.EPERM) {
                attributes.set(JAVA_INT, NICE, 0);
                result = Call.SCHED_SETATTR.invoke(0, attributes.address(), 0);
            }
            check(Call.SCHED_SETATTR, result);
        }
    }

    private static void check(Call call, long result) throws SyscallException {
        if (result < 0) {
            throw SyscallException.of(call, result, 0, "...");
        }
    }
}

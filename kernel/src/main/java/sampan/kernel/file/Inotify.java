package sampan.kernel.file;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** inotify(7): tells when files change. The descriptor is non-blocking: wait with {@link Poll}, then {@link #read}. */
public final class Inotify implements AutoCloseable {
    public static final int MODIFY = 0x2;
    public static final int ATTRIBUTES = 0x4;
    public static final int CLOSE_WRITE = 0x8;
    public static final int MOVED_FROM = 0x40;
    public static final int MOVED_TO = 0x80;
    public static final int CREATE = 0x100;
    public static final int DELETE = 0x200;
    public static final int DELETE_SELF = 0x400;
    public static final int MOVE_SELF = 0x800;
    public static final int OVERFLOW = 0x4000;
    public static final int IGNORED = 0x8000;

    private static final int BUFFER = 16 << 10;

    /** {@code struct inotify_event} without its name. */
    private static final int HEADER = 16;

    private final Fd queue;

    private Inotify(Fd queue) {
        this.queue = queue;
    }

    /**
     * Something changed.
     *
     * @param watch as {@link #watch} returned it; -1 when events were lost
     * @param mask what, by the constants above
     * @param name in a watched directory, else empty
     */
    public record Event(int watch, int mask, String name) {
        public boolean is(int what) {
            return (mask & what) != 0;
        }
    }

    public static Inotify open() throws SyscallException {
        int flags = OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC;
        long result = Call.INOTIFY_INIT1.invoke(flags);
        if (result < 0) {
            throw SyscallException.of(Call.INOTIFY_INIT1, result, OpenFlags.text(flags));
        }
        return new Inotify(Fd.of(result));
    }

    /** For poll; stays this object's. */
    public Fd descriptor() {
        return queue;
    }

    /** Watches what the descriptor names, a file or a directory; the number tells its events from others'. */
    public int watch(Fd file, int mask) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            String path = ProcFd.path(file);
            long result = Call.INOTIFY_ADD_WATCH.invoke(
                    queue.number(), CString.of(arena, path).address(), mask);
            if (result < 0) {
                throw SyscallException.of(
                        Call.INOTIFY_ADD_WATCH, result, queue, CString.bytes(path), "0x" + Integer.toHexString(mask));
            }
            return (int) result;
        }
    }

    public void unwatch(int watch) throws SyscallException {
        long result = Call.INOTIFY_RM_WATCH.invoke(queue.number(), watch);
        if (result < 0) {
            throw SyscallException.of(Call.INOTIFY_RM_WATCH, result, queue, watch);
        }
    }

    /** What has happened by now; empty when nothing has. */
    public List<Event> read() throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(BUFFER, 8);
            long got = Call.READ.invoke(queue.number(), buffer.address(), BUFFER);
            if (got == -Errno.EAGAIN) {
                return List.of();
            }
            if (got < 0) {
                throw SyscallException.of(Call.READ, got, queue, "...", BUFFER);
            }
            List<Event> events = new ArrayList<>();
            for (long at = 0; at < got; ) {
                int length = buffer.get(JAVA_INT_UNALIGNED, at + 12);
                byte[] name = CString.read(buffer.asSlice(at + HEADER, length), 0);
                events.add(new Event(
                        buffer.get(JAVA_INT_UNALIGNED, at),
                        buffer.get(JAVA_INT_UNALIGNED, at + 4),
                        new String(name, StandardCharsets.UTF_8)));
                at += HEADER + length;
            }
            return events;
        }
    }

    @Override
    public void close() {
        queue.close();
    }
}

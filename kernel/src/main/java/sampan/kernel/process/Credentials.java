package sampan.kernel.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** credentials(7): who this process is. */
public final class Credentials {
    private static final int MAX_GROUPS = 65536;

    private Credentials() {}

    public static int pid() {
        return (int) Call.GETPID.invoke();
    }

    public static long uid() {
        return Call.GETUID.invoke();
    }

    public static long gid() {
        return Call.GETGID.invoke();
    }

    public static long effectiveUid() {
        return Call.GETEUID.invoke();
    }

    public static long effectiveGid() {
        return Call.GETEGID.invoke();
    }

    /** Supplementary groups. */
    public static List<Long> groups() throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment list = arena.allocate(MAX_GROUPS * 4L, 4);
            long count = Call.GETGROUPS.invoke(MAX_GROUPS, list.address());
            if (count < 0) {
                throw SyscallException.of(Call.GETGROUPS, count, MAX_GROUPS, "...");
            }
            List<Long> groups = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                groups.add(Integer.toUnsignedLong(list.getAtIndex(JAVA_INT, i)));
            }
            return groups;
        }
    }
}

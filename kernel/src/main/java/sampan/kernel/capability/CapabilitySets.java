package sampan.kernel.capability;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;
import sampan.kernel.file.Read;

/**
 * capget(2) and PR_CAPBSET_READ: what this process may.
 *
 * @param bounding what no program it executes can exceed
 */
public record CapabilitySets(long effective, long permitted, long inheritable, long bounding) {
    private static final int VERSION_3 = 0x20080522;
    private static final int PR_CAPBSET_READ = 23;

    /** Of this process. */
    public static CapabilitySets own() throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment header = arena.allocate(8, 4);
            header.set(JAVA_INT, 0, VERSION_3);
            MemorySegment sets = arena.allocate(24, 4);
            long result = Call.CAPGET.invoke(header.address(), sets.address());
            if (result < 0) {
                throw SyscallException.of(Call.CAPGET, result, "{pid=0}", "...");
            }
            return new CapabilitySets(set(sets, 0), set(sets, 4), set(sets, 8), boundingSet());
        }
    }

    /** The highest number this kernel knows. */
    public static int last() throws IOException {
        return Integer.parseInt(
                Read.text(Path.of("/proc/sys/kernel/cap_last_cap")).trim());
    }

    public boolean has(Capability capability) {
        return (effective & capability.mask()) != 0;
    }

    /** The low halves of the three sets come first, then the high ones. */
    private static long set(MemorySegment sets, int offset) {
        return Integer.toUnsignedLong(sets.get(JAVA_INT, offset))
                | Integer.toUnsignedLong(sets.get(JAVA_INT, offset + 12)) << 32;
    }

    /** EINVAL marks the end of what the kernel knows. */
    private static long boundingSet() {
        long set = 0;
        for (int number = 0; number < 64; number++) {
            long has = Call.PRCTL.invoke(PR_CAPBSET_READ, number);
            if (has < 0) {
                break;
            }
            set |= has << number;
        }
        return set;
    }
}

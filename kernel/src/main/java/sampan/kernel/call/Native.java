package sampan.kernel.call;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Calls a C function with up to seven integers or addresses.
 *
 * <p>One shape serves all: on x86-64 and aarch64 a callee reads only the registers it declares, so arguments too many do no
 * harm, and an {@code int} is the low half of the register a {@code long} fills.
 */
public final class Native {
    private static final Linker LINKER = Linker.nativeLinker();
    private static final FunctionDescriptor SHAPE = FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

    /** errno is the only state captured on Linux, at offset 0. */
    private static final long STATE = Linker.Option.captureStateLayout().byteSize();

    private final MethodHandle handle;

    @SuppressWarnings("restricted") // the one native call of this module
    public Native(String function) {
        handle = LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(function), SHAPE, Linker.Option.captureCallState("errno"));
    }

    /** A function that returns an {@code int} and leaves errno alone, such as posix_spawn(3). */
    public int call(long... arguments) {
        long[] all = new long[7];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        return (int) invoke(all);
    }

    /** The function's result; {@code -errno} where that is -1. */
    long invoke(long[] all) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE, 4);
            long result = (long) handle.invokeExact(state, all[0], all[1], all[2], all[3], all[4], all[5], all[6]);
            return result == -1 ? -(long) state.get(JAVA_INT, 0) : result;
        } catch (Throwable impossible) {
            throw new AssertionError(impossible);
        }
    }
}

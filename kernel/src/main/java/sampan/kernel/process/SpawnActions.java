package sampan.kernel.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Native;

/** posix_spawn_file_actions_init(3) and its like: what the child does with its descriptors, in order. */
final class SpawnActions implements AutoCloseable {
    /** 80 bytes in glibc. */
    private static final int SIZE = 256;

    private final Arena arena;
    private final MemorySegment actions;

    SpawnActions(Arena arena) throws SyscallException {
        this.arena = arena;
        this.actions = arena.allocate(SIZE, 16);
        call("init");
    }

    long address() {
        return actions.address();
    }

    void duplicate(Fd source, int target) throws SyscallException {
        call("adddup2", source.number(), target);
    }

    void close(int number) throws SyscallException {
        call("addclose", number);
    }

    /** glibc 2.34. */
    void closeFrom(int lowest) throws SyscallException {
        call("addclosefrom_np", lowest);
    }

    void open(int number, String path, int flags) throws SyscallException {
        call("addopen", number, CString.of(arena, path).address(), flags, 0);
    }

    void changeDirectory(String path) throws SyscallException {
        call("addchdir_np", CString.of(arena, path).address());
    }

    @Override
    public void close() {
        new Native("posix_spawn_file_actions_destroy").call(actions.address());
    }

    private void call(String what, long... arguments) throws SyscallException {
        long[] all = new long[arguments.length + 1];
        all[0] = actions.address();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        String function = "posix_spawn_file_actions_" + what;
        int error = new Native(function).call(all);
        if (error != 0) {
            throw new SyscallException(function, error);
        }
    }
}

package sampan.kernel.process;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Native;

/** posix_spawnattr_init(3) and its like: a session of its own, no signal blocked, none ignored. */
final class SpawnAttributes implements AutoCloseable {
    private static final int SETSIGDEF = 0x04;
    private static final int SETSIGMASK = 0x08;
    private static final int SETSID = 0x80;

    /** 336 bytes in glibc. */
    private static final int SIZE = 512;

    private static final int SIGSET_SIZE = 128;

    private final MemorySegment attributes;

    SpawnAttributes(Arena arena) throws SyscallException {
        attributes = arena.allocate(SIZE, 16);
        MemorySegment none = arena.allocate(SIGSET_SIZE, 8);
        MemorySegment all = arena.allocate(SIGSET_SIZE, 8);
        // 32 and 33 too: glibc ignores its own two in the child unless they are among the defaults.
        all.fill((byte) 0xff);
        call("init");
        call("setflags", SETSIGDEF | SETSIGMASK | SETSID);
        call("setsigdefault", all.address());
        call("setsigmask", none.address());
    }

    long address() {
        return attributes.address();
    }

    @Override
    public void close() {
        new Native("posix_spawnattr_destroy").call(attributes.address());
    }

    private void call(String what, long... arguments) throws SyscallException {
        long[] all = new long[arguments.length + 1];
        all[0] = attributes.address();
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        String function = "posix_spawnattr_" + what;
        int error = new Native(function).call(all);
        if (error != 0) {
            throw new SyscallException(function, error);
        }
    }
}

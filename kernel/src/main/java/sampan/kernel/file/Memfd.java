package sampan.kernel.file;

import java.lang.foreign.Arena;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;

/** memfd_create(2): a file without a name, in memory. */
public final class Memfd {
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int MFD_EXEC = 0x10;
    private static final int F_ADD_SEALS = 1033;
    private static final int SEALS = 1 | 2 | 4 | 8; // SEAL, SHRINK, GROW, WRITE

    private Memfd() {}

    /** @param name shown in /proc only */
    public static Fd create(String name) throws SyscallException {
        return create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING);
    }

    /** For a program to be executed: also where sysctl vm.memfd_noexec=1 makes others not executable. (Linux 6.3) */
    public static Fd executable(String name) throws SyscallException {
        try {
            return create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING | MFD_EXEC);
        } catch (SyscallException e) {
            if (e.is(Errno.EINVAL)) {
                return create(name);
            }
            throw e;
        }
    }

    /** From here on nobody, whatever his rights, changes content or size. */
    public static void seal(Fd memfd) throws SyscallException {
        long result = Call.FCNTL.invoke(memfd.number(), F_ADD_SEALS, SEALS);
        if (result < 0) {
            throw SyscallException.of(
                    Call.FCNTL, result, memfd, "F_ADD_SEALS", "F_SEAL_SEAL|F_SEAL_SHRINK|F_SEAL_GROW|F_SEAL_WRITE");
        }
    }

    /** Content that cannot change any more, at position 0. */
    public static Fd sealed(String name, byte[] content) throws SyscallException {
        return sealed(create(name), content);
    }

    /** A program that cannot change any more. (CVE-2019-5736) */
    public static Fd sealedExecutable(String name, byte[] content) throws SyscallException {
        return sealed(executable(name), content);
    }

    private static Fd sealed(Fd fresh, byte[] content) throws SyscallException {
        try (Fd memfd = fresh) {
            Write.at(memfd, content, 0);
            seal(memfd);
            return memfd.release();
        }
    }

    private static Fd create(String name, int flags) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            long result = Call.MEMFD_CREATE.invoke(CString.of(arena, name).address(), flags);
            if (result < 0) {
                throw SyscallException.of(
                        Call.MEMFD_CREATE, result, CString.bytes(name), "0x" + Integer.toHexString(flags));
            }
            return Fd.of(result);
        }
    }
}

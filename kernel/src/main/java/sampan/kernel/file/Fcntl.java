package sampan.kernel.file;

import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/** fcntl(2): duplicates and status flags. */
public final class Fcntl {
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_DUPFD_CLOEXEC = 1030;

    private Fcntl() {}

    /** Another descriptor of the same description. */
    public static Fd duplicate(Fd fd) throws SyscallException {
        return duplicate(fd, 3);
    }

    /** As {@link #duplicate(Fd)}, with a number not below {@code lowest}. */
    public static Fd duplicate(Fd fd, int lowest) throws SyscallException {
        long result = Call.FCNTL.invoke(fd.number(), F_DUPFD_CLOEXEC, lowest);
        if (result < 0) {
            throw SyscallException.of(Call.FCNTL, result, fd, "F_DUPFD_CLOEXEC", lowest);
        }
        return Fd.of(result);
    }

    /** The flags of the description: access mode and status. */
    public static int flags(Fd fd) throws SyscallException {
        long flags = Call.FCNTL.invoke(fd.number(), F_GETFL);
        if (flags < 0) {
            throw SyscallException.of(Call.FCNTL, flags, fd, "F_GETFL");
        }
        return (int) flags;
    }

    /** Of the description, which other processes may share. */
    public static void setNonBlocking(Fd fd, boolean nonBlocking) throws SyscallException {
        int old = flags(fd);
        int flags = nonBlocking ? old | OpenFlags.O_NONBLOCK : old & ~OpenFlags.O_NONBLOCK;
        long result = Call.FCNTL.invoke(fd.number(), F_SETFL, flags);
        if (result < 0) {
            throw SyscallException.of(Call.FCNTL, result, fd, "F_SETFL", OpenFlags.text(flags));
        }
    }
}

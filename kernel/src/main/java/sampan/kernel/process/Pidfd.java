package sampan.kernel.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;
import sampan.kernel.file.Poll;
import sampan.kernel.file.Read;

/** pidfd_open(2): a descriptor that names one process for ever; readable for poll once that has ended. */
public final class Pidfd {
    private static final int P_PIDFD = 3;
    private static final int GET_MNT_NAMESPACE = 0xff03;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int SIGINFO_SIZE = 128;
    private static final int CLD_EXITED = 1;

    private Pidfd() {}

    /** ESRCH when there is no such process. */
    public static Fd open(int pid) throws SyscallException {
        long result = Call.PIDFD_OPEN.invoke(pid, 0);
        if (result < 0) {
            throw SyscallException.of(Call.PIDFD_OPEN, result, pid, 0);
        }
        return Fd.of(result);
    }

    /** pidfd_getfd(2): a copy of a descriptor of that process; empty when it has none of that number. */
    public static Optional<Fd> descriptor(Fd pidfd, int number) throws SyscallException {
        long result = Call.PIDFD_GETFD.invoke(pidfd.number(), number, 0);
        if (result == -Errno.EBADF) {
            return Optional.empty();
        }
        if (result < 0) {
            throw SyscallException.of(Call.PIDFD_GETFD, result, pidfd, number, 0);
        }
        return Optional.of(Fd.of(result));
    }

    /** pidfd_send_signal(2): ESRCH when it has ended and been waited for. */
    public static void signal(Fd pidfd, Signal signal) throws SyscallException {
        long result = Call.PIDFD_SEND_SIGNAL.invoke(pidfd.number(), signal.number(), 0, 0);
        if (result < 0) {
            throw SyscallException.of(Call.PIDFD_SEND_SIGNAL, result, pidfd, signal, "NULL", 0);
        }
    }

    /** As {@link #signal}; false when the process is no more. */
    public static boolean trySignal(Fd pidfd, Signal signal) throws SyscallException {
        try {
            signal(pidfd, signal);
            return true;
        } catch (SyscallException e) {
            if (e.is(Errno.ESRCH)) {
                return false;
            }
            throw e;
        }
    }

    /** Whether it has ended, whoever's child it is. */
    public static boolean ended(Fd pidfd) throws SyscallException {
        return ended(pidfd, Duration.ZERO);
    }

    /** Waits for the end, whoever's child it is, at most this long. */
    public static boolean ended(Fd pidfd, Duration timeout) throws SyscallException {
        return Poll.readable(pidfd, timeout);
    }

    /** PIDFD_GET_MNT_NAMESPACE: the mount namespace it is in; empty when it has ended, or before Linux 6.11. */
    public static Optional<Fd> mountNamespace(Fd pidfd) {
        long result = Call.IOCTL.invoke(pidfd.number(), GET_MNT_NAMESPACE, 0);
        return result < 0 ? Optional.empty() : Optional.of(Fd.of(result));
    }

    /** Waits for a child of ours to end, and takes it out of the table of processes. Blocks. */
    public static ExitStatus await(Fd pidfd) throws SyscallException {
        return waitid(pidfd, WEXITED).orElseThrow();
    }

    /** As {@link #await}, but empty when the child still runs. */
    public static Optional<ExitStatus> reap(Fd pidfd) throws SyscallException {
        return waitid(pidfd, WEXITED | WNOHANG);
    }

    /** The number of the process in our pid namespace; empty when it has ended and been waited for. */
    public static OptionalInt pid(Fd pidfd) throws IOException {
        String lines = Read.text(Path.of("/proc/self/fdinfo/" + pidfd.number()));
        int pid = lines.lines()
                .filter(line -> line.startsWith("Pid:"))
                .map(line -> Integer.parseInt(line.substring(4).trim()))
                .findFirst()
                .orElseThrow(() -> new IOException(pidfd + " is no pidfd"));
        return pid > 0 ? OptionalInt.of(pid) : OptionalInt.empty();
    }

    private static Optional<ExitStatus> waitid(Fd pidfd, int options) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_SIZE, 8);
            long result = Call.WAITID.invoke(P_PIDFD, pidfd.number(), info.address(), options, 0);
            if (result < 0) {
                throw SyscallException.of(
                        Call.WAITID,
                        result,
                        "P_PIDFD",
                        pidfd,
                        "...",
                        options == WEXITED ? "WEXITED" : "WNOHANG|WEXITED");
            }
            if (info.get(JAVA_INT, 0) == 0) {
                return Optional.empty();
            }
            int status = info.get(JAVA_INT, 24);
            boolean exited = info.get(JAVA_INT, 8) == CLD_EXITED;
            return Optional.of(exited ? new ExitStatus(status, 0) : new ExitStatus(0, status));
        }
    }
}

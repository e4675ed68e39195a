package sampan.kernel.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.Call;

/**
 * Who connected, as the kernel noted it at connect(2) or listen(2): SO_PEERCRED and SO_PEERGROUPS of unix(7).
 *
 * @param pid in our pid namespace, 0 when it has none there
 * @param groups supplementary
 */
public record PeerCredentials(int pid, long uid, long gid, List<Long> groups) {
    private static final int SOL_SOCKET = 1;
    private static final int SO_PEERCRED = 17;
    private static final int SO_PEERGROUPS = 59;
    private static final int NGROUPS_MAX = 65536;

    public PeerCredentials {
        groups = List.copyOf(groups);
    }

    public static PeerCredentials of(Fd socket) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cred = arena.allocate(12, 4);
            option(arena, socket, SO_PEERCRED, cred);
            return new PeerCredentials(
                    cred.get(JAVA_INT, 0),
                    Integer.toUnsignedLong(cred.get(JAVA_INT, 4)),
                    Integer.toUnsignedLong(cred.get(JAVA_INT, 8)),
                    groups(arena, socket));
        }
    }

    /** Of a socket whose descriptor belongs to another library, and stays open meanwhile. */
    public static PeerCredentials ofForeign(int socket) throws SyscallException {
        Fd borrowed = Fd.of(socket);
        try {
            return of(borrowed);
        } finally {
            borrowed.handOver();
        }
    }

    private static List<Long> groups(Arena arena, Fd socket) throws SyscallException {
        MemorySegment some = arena.allocate(64 * 4, 4);
        long bytes;
        try {
            bytes = option(arena, socket, SO_PEERGROUPS, some);
        } catch (SyscallException e) {
            if (e.is(Errno.ENODATA)) { // a socketpair made by a thread of the kernel, or never connected
                return List.of();
            }
            if (!e.is(Errno.ERANGE)) {
                throw e;
            }
            some = arena.allocate(NGROUPS_MAX * 4L, 4);
            bytes = option(arena, socket, SO_PEERGROUPS, some);
        }
        List<Long> groups = new ArrayList<>();
        for (long at = 0; at < bytes; at += 4) {
            groups.add(Integer.toUnsignedLong(some.get(JAVA_INT, at)));
        }
        return groups;
    }

    private static long option(Arena arena, Fd socket, int option, MemorySegment value) throws SyscallException {
        MemorySegment length = arena.allocate(4, 4);
        length.set(JAVA_INT, 0, (int) value.byteSize());
        long result = Call.GETSOCKOPT.invoke(socket.number(), SOL_SOCKET, option, value.address(), length.address());
        if (result < 0) {
            throw SyscallException.of(Call.GETSOCKOPT, result, socket, "SOL_SOCKET", option, "...");
        }
        return length.get(JAVA_INT, 0);
    }
}

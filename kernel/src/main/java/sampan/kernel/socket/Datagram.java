package sampan.kernel.socket;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.ProcFd;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Unlink;
import sampan.kernel.file.Write;

/** unix(7), SOCK_DGRAM: messages to a socket that somebody else reads, as sd_notify(3) sends them, and such a socket. */
public final class Datagram {
    private static final int AF_UNIX = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int PATH_MAX = 108;

    private Datagram() {}

    /** @param address a path, or {@code @name} for an abstract one */
    public static void send(String address, byte[] message) throws SyscallException {
        try (Fd socket = connect(address)) {
            Write.fully(socket, message);
        }
    }

    /** To a socket with a path of any length: its folder goes by its descriptor. */
    public static Fd connect(Fd directory, String name) throws SyscallException {
        try (Fd socket = create()) {
            name(Call.CONNECT, socket, ProcFd.path(directory) + "/" + name);
            return socket.release();
        }
    }

    /** To one that may be {@code @name}, too. */
    public static Fd connect(String address) throws SyscallException {
        try (Fd socket = create()) {
            name(Call.CONNECT, socket, address);
            return socket.release();
        }
    }

    /** A socket that hears under a name of its own; one that an ended process left under that name is replaced. */
    public static Fd bind(Fd directory, String name, int mode) throws SyscallException {
        byte[] bytes = CString.bytes(name);
        try (Fd socket = create()) {
            if (Stat.find(directory, bytes).isPresent()) {
                Unlink.at(directory, bytes);
            }
            name(Call.BIND, socket, ProcFd.path(directory) + "/" + name);
            Chmod.at(directory, bytes, mode);
            return socket.release();
        }
    }

    static Fd create() throws SyscallException {
        long result = Call.SOCKET.invoke(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (result < 0) {
            throw SyscallException.of(Call.SOCKET, result, "AF_UNIX", "SOCK_DGRAM", 0);
        }
        return Fd.of(result);
    }

    static void name(Call call, Fd socket, String address) throws SyscallException {
        byte[] path = CString.bytes(address);
        if (path.length == 0 || path.length >= PATH_MAX) {
            throw SyscallException.of(call, -Errno.EINVAL, socket, path);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment struct = arena.allocate(2 + PATH_MAX, 2);
            struct.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(MemorySegment.ofArray(path), 0, struct, 2, path.length);
            boolean isAbstract = path[0] == '@';
            if (isAbstract) {
                struct.set(JAVA_BYTE, 2, (byte) 0);
            }
            long result = call.invoke(socket.number(), struct.address(), 2 + path.length + (isAbstract ? 0 : 1));
            if (result < 0) {
                throw SyscallException.of(call, result, socket, path);
            }
        }
    }
}

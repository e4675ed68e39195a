package sampan.kernel.socket;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.call.CString;
import sampan.kernel.call.Call;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Chown;
import sampan.kernel.file.Open;
import sampan.kernel.file.ProcFd;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Unlink;

/** unix(7): sockets with a path, of any length, and pairs without. */
public final class UnixSocket {
    private static final int AF_UNIX = 1;
    private static final int SOCK_CLOEXEC = 02000000;
    private static final int SHUT_WR = 1;
    private static final int BACKLOG = 512;
    private static final int PATH_MAX = 108;

    private UnixSocket() {}

    /** How a socket keeps its messages. */
    public enum Type {
        /** Bytes without boundaries. */
        STREAM(1),
        /** Messages, whole and in order. */
        SEQPACKET(5);

        private final int number;

        Type(int number) {
            this.number = number;
        }
    }

    /** Who may connect. {@link Chown#UNCHANGED} leaves the user or group as it comes. */
    public record Access(int mode, long uid, long gid) {
        public static Access owner() {
            return new Access(0600, Chown.UNCHANGED, Chown.UNCHANGED);
        }

        public static Access group(long gid) {
            return new Access(0660, Chown.UNCHANGED, gid);
        }
    }

    /** Two connected sockets; closing the pair closes those nobody has {@link Fd#release released}. */
    public record Pair(Fd first, Fd second) implements AutoCloseable {
        @Override
        public void close() {
            first.close();
            second.close();
        }
    }

    public static Pair pair(Type type) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pair = arena.allocate(8, 4);
            long result = Call.SOCKETPAIR.invoke(AF_UNIX, type.number | SOCK_CLOEXEC, 0, pair.address());
            if (result < 0) {
                throw SyscallException.of(Call.SOCKETPAIR, result, "AF_UNIX", "SOCK_" + type, 0, "...");
            }
            return new Pair(Fd.of(pair.get(JAVA_INT, 0)), Fd.of(pair.get(JAVA_INT, 4)));
        }
    }

    public static Fd listen(Path path, Type type, Access access) throws SyscallException {
        try (Fd directory = Open.directory(parent(path))) {
            return listen(directory, name(path), type, access);
        }
    }

    /**
     * A listening socket under a name of its own; a socket that an ended process left under that name is replaced. Callers
     * hold the lock that makes them the only one to listen there.
     *
     * <p>The name is there with mode 0 first, and nobody can connect before listen(2): owner and mode are right from the first
     * connection on, whatever the umask.
     */
    public static Fd listen(Fd directory, String name, Type type, Access access) throws SyscallException {
        byte[] bytes = CString.bytes(name);
        removeStale(directory, bytes);
        try (Fd socket = create(type)) {
            Chmod.of(socket, 0);
            address(Call.BIND, socket, directory, name);
            Chown.at(directory, bytes, access.uid(), access.gid());
            Chmod.at(directory, bytes, access.mode());
            long result = Call.LISTEN.invoke(socket.number(), BACKLOG);
            if (result < 0) {
                throw SyscallException.of(Call.LISTEN, result, socket, BACKLOG);
            }
            return socket.release();
        }
    }

    /** The next connection; blocks until one comes, or EAGAIN where the listener was set not to. */
    public static Fd accept(Fd listener) throws SyscallException {
        long result = Call.ACCEPT4.invoke(listener.number(), 0, 0, SOCK_CLOEXEC);
        if (result < 0) {
            throw SyscallException.of(Call.ACCEPT4, result, listener, "NULL", "NULL", "SOCK_CLOEXEC");
        }
        return Fd.of(result);
    }

    public static Fd connect(Path path, Type type) throws SyscallException {
        try (Fd directory = Open.directory(parent(path))) {
            return connect(directory, name(path), type);
        }
    }

    public static Fd connect(Fd directory, String name, Type type) throws SyscallException {
        try (Fd socket = create(type)) {
            address(Call.CONNECT, socket, directory, name);
            return socket.release();
        }
    }

    /** The other end reads to the end of what was sent, and then the end of file. */
    public static void shutdownWrite(Fd socket) throws SyscallException {
        long result = Call.SHUTDOWN.invoke(socket.number(), SHUT_WR);
        if (result < 0) {
            throw SyscallException.of(Call.SHUTDOWN, result, socket, "SHUT_WR");
        }
    }

    private static void removeStale(Fd directory, byte[] name) throws SyscallException {
        var found = Stat.find(directory, name);
        if (found.isPresent()) {
            switch (found.get().type()) {
                case SOCKET -> Unlink.at(directory, name);
                case FIFO, CHARACTER_DEVICE, DIRECTORY, BLOCK_DEVICE, REGULAR, SYMLINK, UNKNOWN ->
                    throw SyscallException.of(Call.BIND, -Errno.EADDRINUSE, name);
            }
        }
    }

    private static Fd create(Type type) throws SyscallException {
        long result = Call.SOCKET.invoke(AF_UNIX, type.number | SOCK_CLOEXEC, 0);
        if (result < 0) {
            throw SyscallException.of(Call.SOCKET, result, "AF_UNIX", "SOCK_" + type, 0);
        }
        return Fd.of(result);
    }

    /** sun_path holds 107 bytes: the folder goes by its descriptor, so only the name's length counts. */
    private static void address(Call call, Fd socket, Fd directory, String name) throws SyscallException {
        byte[] path = CString.bytes(ProcFd.path(directory) + "/" + name);
        if (path.length >= PATH_MAX) {
            throw SyscallException.of(call, -Errno.ENAMETOOLONG, socket, CString.bytes(name));
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(2 + PATH_MAX, 2);
            address.set(JAVA_SHORT, 0, (short) AF_UNIX);
            MemorySegment.copy(MemorySegment.ofArray(path), 0, address, 2, path.length);
            long result = call.invoke(socket.number(), address.address(), 2 + path.length + 1);
            if (result < 0) {
                throw SyscallException.of(
                        call, result, socket, "{sun_path=\"" + name + "\"} in descriptor " + directory.number());
            }
        }
    }

    private static Path parent(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException("no name for a socket: " + path);
        }
        return parent;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}

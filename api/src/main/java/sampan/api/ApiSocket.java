package sampan.api;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import sampan.core.error.EngineException;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chown;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Open;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Unlink;
import sampan.kernel.socket.UnixSocket;

/**
 * A listening socket and its name in the file system. The name is taken from nobody who still listens there, and given up only as long as it is still ours.
 */
final class ApiSocket implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ApiSocket.class.getName());
    private static final int GROUP_TOO = 0660;

    private final ApiAddress.Unix address;
    private final Fd folder;
    private final String name;
    private final Fd listener;
    private final FileStatus own;

    private ApiSocket(ApiAddress.Unix address, Fd folder, String name, Fd listener, FileStatus own) {
        this.address = address;
        this.folder = folder;
        this.name = name;
        this.listener = listener;
        this.own = own;
    }

    /**
     * Listens, with owner and mode right before the first connection.
     *
     * @param group whose members may connect; empty: those of root's
     */
    static ApiSocket open(ApiAddress.Unix address, OptionalLong group) {
        Path path = address.socket();
        String name = String.valueOf(path.getFileName());
        UnixSocket.Access access = new UnixSocket.Access(GROUP_TOO, Chown.UNCHANGED, group.orElse(Chown.UNCHANGED));
        try (Fd folder = Open.directory(Optional.ofNullable(path.getParent()).orElse(path))) {
            refuseWhenServed(folder, name, address);
            try (Fd listener = UnixSocket.listen(folder, name, UnixSocket.Type.STREAM, access)) {
                return new ApiSocket(address, folder.release(), name, listener.release(), Stat.of(path));
            }
        } catch (SyscallException e) {
            throw new EngineException.SystemError("cannot listen on " + address, e);
        }
    }

    private static void refuseWhenServed(Fd folder, String name, ApiAddress address) throws SyscallException {
        try (Fd _ = UnixSocket.connect(folder, name, UnixSocket.Type.STREAM)) {
            throw new EngineException.Conflict("cannot listen on " + address + ": another program does");
        } catch (SyscallException nobody) {
            if (!nobody.is(Errno.ECONNREFUSED) && !nobody.is(Errno.ENOENT)) {
                throw nobody;
            }
        }
    }

    String address() {
        return address.toString();
    }

    /** For whoever accepts; who takes it over leaves only the name to this object. */
    Fd listener() {
        return listener;
    }

    @Override
    public void close() {
        listener.close();
        try (folder) {
            Optional<FileStatus> found = Stat.find(folder, name.getBytes(StandardCharsets.UTF_8));
            if (found.isPresent() && found.get().sameFile(own)) {
                Unlink.at(folder, name);
            }
        } catch (SyscallException e) {
            LOG.log(Level.WARNING, "the socket " + name + " stays behind: " + e.getMessage());
        }
    }
}

package sampan.cli.front;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import sampan.core.caller.HostFiles;
import sampan.core.caller.HostUser;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chown;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.socket.PeerCredentials;

/** Host paths, opened by the caller's own process. */
final class FrontHostFiles implements HostFiles {
    private static final int FOLDER_MODE = 0755;

    private final FrontSession session;
    private final PeerCredentials peer;

    private final SharedMounts mounts;

    FrontHostFiles(FrontSession session, PeerCredentials peer, SharedMounts mounts) {
        this.session = session;
        this.peer = peer;
        this.mounts = mounts;
    }

    @Override
    public boolean shareMounts() {
        return mounts.are();
    }

    @Override
    public Fd open(String path, int flags, int mode) throws IOException {
        return session.open(path, flags | OpenFlags.O_CLOEXEC, mode);
    }

    @Override
    public void ahead(String path, int flags) throws IOException {
        session.ahead(path, flags | OpenFlags.O_CLOEXEC);
    }

    @Override
    public Fd openOrMakeFolder(String path) throws IOException {
        try {
            return open(path, OpenFlags.O_PATH, 0);
        } catch (SyscallException failed) {
            Path folder = Path.of(path).normalize();
            Path parent = folder.getParent();
            Path name = folder.getFileName();
            if (!failed.is(Errno.ENOENT) || parent == null || name == null) {
                throw failed;
            }
            make(parent, name.toString());
            return open(folder.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0);
        }
    }

    @Override
    public HostUser user() {
        return new HostUser(peer.uid(), peer.gid());
    }

    /** A front opens and makes no folders; whether its user could make one here it shows by opening a nameless file. */
    private void make(Path parent, String name) throws IOException {
        try (Fd directory = openOrMakeFolder(parent.toString())) {
            if (peer.uid() != 0) {
                open(parent.toString(), OpenFlags.O_TMPFILE | OpenFlags.O_WRONLY, 0600)
                        .close();
            }
            Mkdir.at(directory, name, FOLDER_MODE);
            Chown.at(directory, name.getBytes(StandardCharsets.UTF_8), peer.uid(), peer.gid());
        } catch (SyscallException failed) {
            if (!failed.is(Errno.EEXIST)) {
                throw failed;
            }
        }
    }
}

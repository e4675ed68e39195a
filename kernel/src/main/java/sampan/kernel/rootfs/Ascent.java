package sampan.kernel.rootfs;

import java.io.IOException;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;

/**
 * Going up by {@code ..} keeps the descriptors few in trees of any depth. A directory moved meanwhile has another parent, perhaps
 * outside: what is above must be what we came from.
 */
final class Ascent {
    private Ascent() {}

    record Identity(long device, long inode, long mount) {}

    static Identity identity(Fd directory) throws SyscallException {
        FileStatus status = Stat.of(directory);
        return new Identity(status.device(), status.inode(), status.mountId());
    }

    static Folder up(Folder below, Identity expected) throws IOException {
        int flags = OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
        try (Fd above = Open.at(below.descriptor(), "..", flags, 0)) {
            if (!identity(above).equals(expected)) {
                throw new IOException("a directory was moved away while its tree was gone through");
            }
            return new Folder(above);
        }
    }
}

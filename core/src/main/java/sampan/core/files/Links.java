package sampan.core.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;

/** Where the last name of a path leads when it is a symbolic link, be something there or not. */
final class Links {
    private static final int MAX = 40; // as the kernel

    private Links() {}

    static CopyPath follow(RootDirectory root, CopyPath path) throws IOException {
        CopyPath at = path;
        for (int i = 0; i < MAX; i++) {
            Optional<RootPath> next = target(root, at.path());
            if (next.isEmpty()) {
                return at;
            }
            at = at.moved(next.get());
        }
        throw new SyscallException("readlink(\"" + path + "\")", Errno.ELOOP);
    }

    private static Optional<RootPath> target(RootDirectory root, RootPath path) throws IOException {
        if (path.isRoot()) {
            return Optional.empty();
        }
        try (Folder parent = root.parent(path)) {
            Optional<FileStatus> status = parent.find(path.name());
            if (status.isEmpty() || !status.get().isSymlink()) {
                return Optional.empty();
            }
            byte[] link = parent.readlink(path.name());
            boolean absolute = link.length > 0 && link[0] == '/';
            return Optional.of(absolute ? RootPath.of(link) : RootPath.of(join(path.parent(), link)));
        } catch (SyscallException missing) {
            if (missing.is(Errno.ENOENT) || missing.is(Errno.ENOTDIR)) {
                return Optional.empty();
            }
            throw missing;
        }
    }

    private static byte[] join(RootPath parent, byte[] link) {
        ByteArrayOutputStream path = new ByteArrayOutputStream();
        path.writeBytes(parent.bytes());
        path.write('/');
        path.writeBytes(link);
        return path.toByteArray();
    }
}

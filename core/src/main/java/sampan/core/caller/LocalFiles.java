package sampan.core.caller;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

/** Host paths opened by this process. */
final class LocalFiles implements HostFiles {
    private static final int MODE = 0755;

    @Override
    public Fd open(String path, int flags, int mode) throws IOException {
        return Open.open(Path.of(path), flags, mode);
    }

    @Override
    public Fd openOrMakeFolder(String path) throws IOException {
        Fd folder = Open.directory(Path.of("/"));
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                try (Fd parent = folder) {
                    folder = step(parent, name);
                }
            }
        }
        return folder;
    }

    private static Fd step(Fd parent, String name) throws IOException {
        try {
            return Open.at(parent, name, OpenFlags.O_PATH, 0);
        } catch (SyscallException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
        try {
            Mkdir.at(parent, name.getBytes(StandardCharsets.UTF_8), MODE);
        } catch (SyscallException e) {
            if (!e.is(Errno.EEXIST)) {
                throw e;
            }
        }
        return Open.at(parent, name, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0);
    }
}

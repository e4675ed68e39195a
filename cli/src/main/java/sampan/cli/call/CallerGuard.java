package sampan.cli.call;

import java.io.IOException;
import sampan.core.caller.HostFiles;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.layer.TreeRules;

/**
 * Has the caller's own process show that it may change a folder of the host: by a nameless file in it.
 *
 * @param base the path of the host that the tree begins at
 */
public record CallerGuard(HostFiles files, String base) implements TreeRules.Guard {
    private static final int STICKY = 01000;

    /** Who may do all that the engine may is not asked. */
    public static TreeRules.Guard of(HostFiles files, String base) {
        return files.user().isTrusted() ? TreeRules.Guard.NONE : new CallerGuard(files, base);
    }

    @Override
    public void mayChange(RootPath path, Folder folder) throws IOException {
        String whole = path.isRoot() ? base : base + path;
        try (Fd same = files.open(whole, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0)) {
            if (!Stat.of(same).sameFile(Stat.of(folder.descriptor()))) {
                throw new SyscallException("open(\"" + whole + "\")", Errno.ESTALE);
            }
        }
        files.open(whole, OpenFlags.O_TMPFILE | OpenFlags.O_WRONLY, 0600).close();
    }

    @Override
    public void mayReplace(Folder folder, FileStatus old) throws IOException {
        FileStatus above = Stat.of(folder.descriptor());
        long uid = files.user().uid();
        if ((above.mode() & STICKY) != 0 && above.uid() != uid && old.uid() != uid) {
            throw new SyscallException("unlink in a sticky folder", Errno.EPERM);
        }
    }
}

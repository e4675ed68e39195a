package sampan.cli.command.container;

import java.io.IOException;
import java.util.Optional;
import sampan.core.caller.HostFiles;
import sampan.core.caller.HostUser;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.layer.TreeRules;
import sampan.oci.layer.TreeUnpacker;

/** A folder of the host that something is copied into: what is made there belongs to the caller, and the caller could have made it. */
record HostTarget(RootDirectory folder, TreeUnpacker unpacker) implements AutoCloseable {
    private static final int STICKY = 01000;

    static HostTarget open(HostFiles files, String path) throws IOException {
        try (Fd opened = files.open(path, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0)) {
            HostUser user = files.user();
            RootDirectory folder = RootDirectory.of(opened);
            TreeRules.Guard guard = user.isTrusted() ? TreeRules.Guard.NONE : new Asking(files, path);
            TreeRules rules = new TreeRules(
                    RootPath.root(), Optional.of(new TreeRules.Owner(user.uid(), user.gid())), user.isRoot(), guard);
            return new HostTarget(folder, new TreeUnpacker(folder, rules));
        }
    }

    @Override
    public void close() {
        unpacker.close();
        folder.close();
    }

    /** Has the caller's own process show that it may change a folder: by a nameless file in it. */
    private record Asking(HostFiles files, String base) implements TreeRules.Guard {
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
}

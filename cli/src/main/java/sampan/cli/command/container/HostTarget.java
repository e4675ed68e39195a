package sampan.cli.command.container;

import java.io.IOException;
import java.util.Optional;
import sampan.cli.call.CallerGuard;
import sampan.core.caller.HostFiles;
import sampan.core.caller.HostUser;
import sampan.kernel.Fd;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.layer.TreeRules;
import sampan.oci.layer.TreeUnpacker;

/** A folder of the host that something is copied into: what is made there belongs to the caller, and the caller could have made it. */
record HostTarget(RootDirectory folder, TreeUnpacker unpacker) implements AutoCloseable {
    static HostTarget open(HostFiles files, String path) throws IOException {
        try (Fd opened = files.open(path, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0)) {
            HostUser user = files.user();
            RootDirectory folder = RootDirectory.of(opened);
            TreeRules rules = new TreeRules(
                    RootPath.root(),
                    Optional.of(new TreeRules.Owner(user.uid(), user.gid())),
                    user.isRoot(),
                    CallerGuard.of(files, path));
            return new HostTarget(folder, new TreeUnpacker(folder, rules));
        }
    }

    @Override
    public void close() {
        unpacker.close();
        folder.close();
    }
}

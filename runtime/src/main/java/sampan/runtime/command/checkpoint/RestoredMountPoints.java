package sampan.runtime.command.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.Ownership;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Spec;

/** Places of mounts in a root that is not the one of the checkpoint, as when an image of it was carried to another host: criu makes none. */
record RestoredMountPoints(Spec spec, Set<String> fileSources) {
    private static final int FILE_MODE = 0644;

    /** Makes those that are missing; what is below another mount comes with that one. */
    void make(Fd rootfs) throws IOException {
        Set<Path> made = new HashSet<>();
        try (RootDirectory root = RootDirectory.of(rootfs)) {
            for (Mount mount : spec.mounts()) {
                Path destination = Path.of("/").resolve(mount.destination()).normalize();
                if (made.stream().noneMatch(destination::startsWith)) {
                    make(root, RootPath.of(destination.toString()), fileSources.contains(mount.source()));
                    made.add(destination);
                }
            }
        }
    }

    private static void make(RootDirectory root, RootPath place, boolean file) throws IOException {
        if (root.find(place).isPresent()) {
            return;
        }
        if (!file) {
            root.makeFolder(place, Ownership.PARENT).close();
            return;
        }
        try (Folder parent = root.makeParent(place, Ownership.PARENT)) {
            parent.createFile(place.name(), FILE_MODE).close();
        } catch (SyscallException raced) {
            if (!raced.is(Errno.EEXIST)) {
                throw raced;
            }
        }
    }
}

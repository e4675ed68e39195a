package sampan.core.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.layer.LayerMerge;

/**
 * Each container gets a copy of everything, which shares its blocks with the image where the file system can (xfs, btrfs): elsewhere slow and
 * large, and right on any file system. Docker's {@code vfs}.
 */
final class CopySnapshotter extends WholeSnapshotter {
    static final String NAME = "vfs";

    CopySnapshotter(SnapshotFolders folders) {
        super(folders);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    void fill(String containerId, List<Path> layers) throws IOException {
        folders.make(containerId, ROOT);
        try (RootDirectory target = folders.open(containerId, ROOT)) {
            copy(layers, target);
        } catch (IOException failed) {
            folders.remove(containerId);
            throw failed;
        }
    }

    /** @param layers the topmost first */
    static void copy(List<Path> layers, RootDirectory target) throws IOException {
        for (Path layer : layers.reversed()) {
            try (RootDirectory source = RootDirectory.open(layer);
                    Folder top = source.folder(RootPath.root())) {
                LayerMerge.merge(top, target);
            }
        }
    }
}

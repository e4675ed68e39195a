package sampan.core.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.layer.LayerMerge;

/** Each container gets a copy of everything: slow and large, and right on any file system. Docker's {@code vfs}. */
final class CopySnapshotter implements Snapshotter {
    static final String NAME = "vfs";

    private static final String ROOT = "root";

    private final SnapshotFolders folders;

    CopySnapshotter(SnapshotFolders folders) {
        this.folders = folders;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Snapshot prepare(String containerId, List<Path> layers, boolean disposable) {
        try {
            folders.make(containerId, ROOT);
            copy(containerId, layers);
            return new Snapshot.Plain(folders.path(containerId, ROOT));
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot copy the image's files for the container", failed);
        }
    }

    private void copy(String containerId, List<Path> layers) throws IOException {
        try (RootDirectory target = folders.open(containerId, ROOT)) {
            for (Path layer : layers.reversed()) {
                try (RootDirectory source = RootDirectory.open(layer);
                        Folder top = source.folder(RootPath.root())) {
                    LayerMerge.merge(top, target);
                }
            }
        } catch (IOException failed) {
            folders.remove(containerId);
            throw failed;
        }
    }

    @Override
    public Snapshot find(String containerId, List<Path> layers, boolean disposable) {
        try (RootDirectory _ = folders.open(containerId, ROOT)) {
            return new Snapshot.Plain(folders.path(containerId, ROOT));
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot find the container's files", failed);
        }
    }

    @Override
    public LayeredRoot view(String containerId, List<Path> layers) {
        try {
            return new LayeredRoot(List.of(folders.open(containerId, ROOT)));
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot look at the container's files", failed);
        }
    }

    @Override
    public ContainerTrees trees(String containerId, List<Path> layers) {
        try (RootDirectory root = folders.open(containerId, ROOT)) {
            MergedTree before = MergedTree.of(layers);
            return new ContainerTrees(new MergedTree(List.of(RootDirectory.of(root.descriptor()))), before, false);
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot look at the container's files", failed);
        }
    }

    @Override
    public void remove(String containerId) {
        try {
            folders.remove(containerId);
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot remove the container's files", failed);
        }
    }

    @Override
    public long usage(String containerId) {
        try {
            return folders.usage(containerId, ROOT);
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot measure the container's files", failed);
        }
    }

    @Override
    public List<String> list() {
        try {
            return folders.list();
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot list the containers' files", failed);
        }
    }

    @Override
    public void close() {
        folders.close();
    }
}

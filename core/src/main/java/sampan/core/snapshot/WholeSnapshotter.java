package sampan.core.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import sampan.kernel.rootfs.RootDirectory;

/** Each container has a folder of its own with everything in it. */
abstract class WholeSnapshotter extends FolderSnapshotter {
    static final String ROOT = "root";

    WholeSnapshotter(SnapshotFolders folders) {
        super(folders, ROOT);
    }

    /** Makes the container's folder, {@link #ROOT} in it, and everything in that; all or nothing. */
    abstract void fill(String containerId, List<Path> layers) throws IOException;

    @Override
    public Snapshot prepare(String containerId, List<Path> layers, boolean disposable) {
        try {
            fill(containerId, layers);
            return new Snapshot.Plain(folders.path(containerId, ROOT));
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot copy the image's files for the container", failed);
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
}

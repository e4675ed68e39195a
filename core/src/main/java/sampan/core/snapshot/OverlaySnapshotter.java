package sampan.core.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sampan.core.error.EngineException;
import sampan.kernel.rootfs.RootDirectory;

/** Layers stay where they are; a container has an upper directory of what differs. */
class OverlaySnapshotter extends FolderSnapshotter {
    static final String NAME = "overlay2";

    private static final String UPPER = "upper";
    private static final String WORK = "work";

    OverlaySnapshotter(SnapshotFolders folders) {
        super(folders, UPPER);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Snapshot prepare(String containerId, List<Path> layers, boolean disposable) {
        try {
            Snapshot.Lower lower = lower(layers);
            folders.make(containerId, UPPER, WORK);
            return describe(containerId, lower, disposable);
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot make the container's writable layer", failed);
        }
    }

    /** What is mounted for the layers, the topmost first. */
    Snapshot.Lower lower(List<Path> layers) throws IOException {
        return new Snapshot.Lower(layers, Snapshot.Kind.FOLDER);
    }

    private Snapshot describe(String containerId, Snapshot.Lower lower, boolean disposable) {
        return new Snapshot.Overlay(
                lower, folders.path(containerId, UPPER), folders.path(containerId, WORK), disposable);
    }

    @Override
    public Snapshot find(String containerId, List<Path> layers, boolean disposable) {
        try (RootDirectory _ = folders.open(containerId, UPPER)) {
            return describe(containerId, lower(layers), disposable);
        } catch (IOException failed) {
            throw Snapshotters.failure("cannot find the container's writable layer", failed);
        }
    }

    @Override
    public LayeredRoot view(String containerId, List<Path> layers) {
        return new LayeredRoot(roots(containerId, layers));
    }

    @Override
    public ContainerTrees trees(String containerId, List<Path> layers) {
        List<RootDirectory> roots = roots(containerId, layers);
        try {
            return new ContainerTrees(new MergedTree(roots), MergedTree.of(layers), true);
        } catch (IOException failed) {
            roots.forEach(RootDirectory::close);
            throw failure(failed);
        }
    }

    /** The topmost first. */
    private List<RootDirectory> roots(String containerId, List<Path> layers) {
        List<RootDirectory> roots = new ArrayList<>();
        try {
            roots.add(folders.open(containerId, UPPER));
            for (Path layer : layers) {
                roots.add(RootDirectory.open(layer));
            }
            return roots;
        } catch (IOException failed) {
            roots.forEach(RootDirectory::close);
            throw failure(failed);
        } catch (EngineException failed) {
            roots.forEach(RootDirectory::close);
            throw failed;
        }
    }

    private static EngineException failure(IOException cause) {
        return Snapshotters.failure("cannot look at the container's files", cause);
    }
}

package sampan.core.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As {@link OverlaySnapshotter}, but what a container sees of its image are erofs images, one for each layer, made when the first container
 * needs it: nobody on the host can change a file in them. They are mounted in the container's mount namespace only, and go with their layers,
 * whose folders stay for all that is done without a mount.
 */
final class ErofsSnapshotter extends OverlaySnapshotter {
    static final String NAME = "erofs";

    private final ErofsImages images = new ErofsImages();

    ErofsSnapshotter(SnapshotFolders folders) {
        super(folders);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    Snapshot.Lower lower(List<Path> layers) throws IOException {
        List<Path> packed = new ArrayList<>();
        for (Path layer : layers) {
            packed.add(images.of(layer));
        }
        return new Snapshot.Lower(packed, Snapshot.Kind.EROFS);
    }
}

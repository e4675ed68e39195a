package sampan.core.snapshot;

import java.nio.file.Path;
import java.util.List;

/** What a container's root file system is made of, for the launch compiler. */
public sealed interface Snapshot {
    /**
     * An overlay.
     *
     * @param volatileUpper the writable layer is thrown away when the container ends, so that nothing need be synced
     */
    record Overlay(Lower lower, Path upper, Path work, boolean volatileUpper) implements Snapshot {}

    /**
     * An image's layers.
     *
     * @param layers the topmost first; never empty
     */
    record Lower(List<Path> layers, Kind kind) {
        public Lower {
            layers = List.copyOf(layers);
        }
    }

    /** What a layer lies in. */
    enum Kind {
        FOLDER,
        /** A file with a file system, to be mounted itself. */
        EROFS
    }

    /** A folder with everything in it. */
    record Plain(Path root) implements Snapshot {}
}

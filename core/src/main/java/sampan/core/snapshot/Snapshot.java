package sampan.core.snapshot;

import java.nio.file.Path;
import java.util.List;

/** What a container's root file system is made of, for the launch compiler. */
public sealed interface Snapshot {
    /**
     * An overlay of folders.
     *
     * @param lower the topmost layer first; never empty
     * @param volatileUpper the writable layer is thrown away when the container ends, so that nothing need be synced
     */
    record Overlay(List<Path> lower, Path upper, Path work, boolean volatileUpper) implements Snapshot {
        public Overlay {
            lower = List.copyOf(lower);
        }
    }

    /** A folder with everything in it. */
    record Plain(Path root) implements Snapshot {}
}

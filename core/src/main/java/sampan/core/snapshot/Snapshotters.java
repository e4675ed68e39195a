package sampan.core.snapshot;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.file.Statfs;
import sampan.oci.layer.Reason;
import sampan.oci.store.Folders;
import sampan.oci.store.Trash;

/** Chooses how root file systems are kept. */
public final class Snapshotters {
    private static final Logger LOG = System.getLogger(Snapshotters.class.getName());

    private Snapshotters() {}

    /**
     * Opens the snapshotter of a data root.
     *
     * @param driver Docker's name for it ({@code --storage-driver}); none means overlay where the host has it
     * @param trash on the same file system; stays the caller's
     */
    public static Snapshotter open(Path dataRoot, Trash trash, Optional<String> driver) {
        try {
            boolean overlay = switch (driver.orElse("")) {
                case "overlay", "overlay2" -> true;
                case "vfs" -> false;
                case "" -> canOverlay(dataRoot);
                default ->
                    throw new EngineException.InvalidArgument(
                            "storage driver \"" + driver.orElse("") + "\" is not supported: use overlay2 or vfs");
            };
            SnapshotFolders folders = SnapshotFolders.open(dataRoot, trash);
            return overlay ? new OverlaySnapshotter(folders) : new CopySnapshotter(folders);
        } catch (IOException failed) {
            throw failure("cannot open the snapshots in " + dataRoot, failed);
        }
    }

    private static boolean canOverlay(Path dataRoot) throws IOException {
        boolean known =
                Files.readAllLines(Path.of("/proc/filesystems")).stream().anyMatch(line -> line.endsWith("\toverlay"));
        boolean nested;
        try (Fd root = Folders.open(dataRoot)) {
            // An overlay takes no upper directory that lies on an overlay.
            nested = Statfs.of(root).type() == Statfs.OVERLAYFS_MAGIC;
        }
        if (!known || nested) {
            LOG.log(Level.WARNING, "no overlay can be made here: each container gets a full copy of its image");
        }
        return known && !nested;
    }

    static EngineException failure(String what, IOException cause) {
        return new EngineException.SystemError(what + ": " + Reason.of(cause), null);
    }
}

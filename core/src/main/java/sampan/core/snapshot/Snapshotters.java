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

    /** Since then a mount that is attached nowhere can be a layer; file systems in files are a little older. */
    private static final int EROFS_MAJOR = 6;

    private static final int EROFS_MINOR = 15;

    private Snapshotters() {}

    /**
     * Opens the snapshotter of a data root.
     *
     * @param driver Docker's name for it ({@code --storage-driver}); none means overlay where the host has it
     * @param trash on the same file system; stays the caller's
     */
    public static Snapshotter open(Path dataRoot, Trash trash, Optional<String> driver) {
        try {
            String name = driver.isPresent() ? driver.get() : usual(dataRoot);
            requireHost(name, dataRoot);
            SnapshotFolders folders = SnapshotFolders.open(dataRoot, trash);
            return switch (name) {
                case BtrfsSnapshotter.NAME -> new BtrfsSnapshotter(folders);
                case CopySnapshotter.NAME -> new CopySnapshotter(folders);
                case ErofsSnapshotter.NAME -> new ErofsSnapshotter(folders);
                default -> new OverlaySnapshotter(folders);
            };
        } catch (IOException failed) {
            throw failure("cannot open the snapshots in " + dataRoot, failed);
        }
    }

    private static String usual(Path dataRoot) throws IOException {
        if (canOverlay(dataRoot)) {
            return OverlaySnapshotter.NAME;
        }
        LOG.log(Level.WARNING, "no overlay can be made here: each container gets a full copy of its image");
        return CopySnapshotter.NAME;
    }

    private static void requireHost(String driver, Path dataRoot) throws IOException {
        switch (driver) {
            case OverlaySnapshotter.NAME, "overlay" -> requireOverlay(OverlaySnapshotter.NAME, dataRoot);
            case ErofsSnapshotter.NAME -> {
                requireOverlay(driver, dataRoot);
                requireErofs();
            }
            case BtrfsSnapshotter.NAME -> {
                if (!isOn(dataRoot, Statfs.BTRFS_MAGIC)) {
                    throw new EngineException.NotSupported(
                            "storage driver btrfs is not supported here: " + dataRoot + " does not lie on btrfs");
                }
            }
            case CopySnapshotter.NAME -> {
                // Everywhere.
            }
            default ->
                throw new EngineException.InvalidArgument(
                        "storage driver \"" + driver + "\" is not supported: use overlay2, btrfs, erofs or vfs");
        }
    }

    private static void requireOverlay(String driver, Path dataRoot) throws IOException {
        if (!canOverlay(dataRoot)) {
            throw new EngineException.NotSupported("storage driver " + driver + " is not supported here: "
                    + (knows("overlay") ? dataRoot + " lies on an overlay" : "the kernel has no overlayfs"));
        }
    }

    private static void requireErofs() throws IOException {
        if (!knows(ErofsSnapshotter.NAME) || !isSince(EROFS_MAJOR, EROFS_MINOR)) {
            throw new EngineException.NotSupported(
                    "storage driver erofs is not supported here: it needs Linux 6.15 with erofs of files");
        }
        if (ErofsImages.program().isEmpty()) {
            throw new EngineException.NotSupported(
                    "storage driver erofs is not supported here: there is no mkfs.erofs (package erofs-utils)");
        }
    }

    private static boolean isSince(int major, int minor) throws IOException {
        String[] release =
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).split("[^0-9]", 3);
        int found = Integer.parseInt(release[0]);
        return found > major || (found == major && Integer.parseInt(release[1]) >= minor);
    }

    /** An overlay takes no upper directory that lies on an overlay. */
    private static boolean canOverlay(Path dataRoot) throws IOException {
        return knows("overlay") && !isOn(dataRoot, Statfs.OVERLAYFS_MAGIC);
    }

    private static boolean knows(String fileSystem) throws IOException {
        return Files.readAllLines(Path.of("/proc/filesystems")).stream()
                .anyMatch(line -> line.endsWith("\t" + fileSystem));
    }

    private static boolean isOn(Path dataRoot, long magic) throws IOException {
        try (Fd root = Folders.open(dataRoot)) {
            return Statfs.of(root).type() == magic;
        }
    }

    static EngineException failure(String what, IOException cause) {
        return new EngineException.SystemError(what + ": " + Reason.of(cause), null);
    }
}

package sampan.core.volume;

import java.io.IOException;
import sampan.core.error.EngineException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.rootfs.RootDirectory;
import sampan.oci.layer.Reason;

/** What a volume takes on disk. */
public final class VolumeSpace {
    private static final int BLOCK = 512;

    private VolumeSpace() {}

    /** Bytes on disk, a file with several names counted once. */
    public static long of(Volume volume) {
        long[] blocks = {0};
        try (RootDirectory root = RootDirectory.open(volume.mountpoint())) {
            root.walk(place -> {
                FileStatus status = place.status();
                blocks[0] += status.blocks() / Math.max(1, status.isDirectory() ? 1 : status.links());
                return true;
            });
        } catch (IOException failed) {
            throw new EngineException.SystemError(
                    "cannot measure volume " + volume.name().text() + ": " + Reason.of(failed), null);
        }
        return blocks[0] * BLOCK;
    }
}

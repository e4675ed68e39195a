package sampan.core.container;

import java.io.IOException;
import java.util.List;
import sampan.core.plan.MountPoint;

/** The volumes that were made for one container and are nobody else's. */
final class AnonymousVolumes {
    private final VolumeStore volumes;

    AnonymousVolumes(VolumeStore volumes) {
        this.volumes = volumes;
    }

    void remove(List<MountPoint> mounts) throws IOException {
        for (MountPoint mount : mounts) {
            if (mount.isVolume() && mount.traits().anonymous()) {
                volumes.remove(mount.name());
            }
        }
    }
}

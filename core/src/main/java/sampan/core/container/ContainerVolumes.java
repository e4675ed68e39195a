package sampan.core.container;

import java.util.List;
import java.util.Map;
import sampan.core.error.EngineException;
import sampan.core.plan.MountPoint;
import sampan.core.snapshot.LayeredRoot;
import sampan.core.volume.Volume;
import sampan.core.volume.Volumes;

/** The volumes of containers: made with them, filled from their images, and removed with them where nobody else has them. */
public final class ContainerVolumes {
    private final Volumes volumes;
    private final RootFilesystems roots;

    public ContainerVolumes(Volumes volumes, RootFilesystems roots) {
        this.volumes = volumes;
        this.roots = roots;
    }

    /** The same with its name; the volume is made if it is missing. */
    MountPoint provide(MountPoint wanted) {
        Volume volume = wanted.name().isEmpty() ? volumes.create() : volumes.create(wanted.name(), Map.of());
        return wanted.named(volume.name().text()).from(volume.mountpoint().toString());
    }

    /** Fills an empty volume with what the image has at its place. */
    void populate(MountPoint mount, ContainerRecord container) {
        if (mount.isVolume() && !mount.traits().noCopy() && mount.traits().subpath() == null) {
            try (LayeredRoot files = roots.view(container)) {
                volumes.populate(volumes.find(mount.name()), files, mount.destination());
            }
        }
    }

    /** Removes those that were made for one container and are nobody else's. */
    void removeAnonymous(List<MountPoint> mounts) {
        for (MountPoint mount : mounts) {
            if (mount.isVolume() && mount.traits().anonymous()) {
                try {
                    volumes.remove(mount.name(), List.of());
                } catch (EngineException.NotFound _) {
                    // removed by somebody else
                }
            }
        }
    }
}

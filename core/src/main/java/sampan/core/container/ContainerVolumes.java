package sampan.core.container;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import sampan.core.error.EngineException;
import sampan.core.image.Image;
import sampan.core.plan.MountPoint;
import sampan.core.snapshot.LayeredRoot;
import sampan.core.volume.Volume;
import sampan.core.volume.VolumeRequest;
import sampan.core.volume.Volumes;

/** The volumes of containers: made with them, filled from their images, and removed with them where nobody else has them. */
public final class ContainerVolumes {
    private final Volumes volumes;
    private final RootFilesystems roots;

    public ContainerVolumes(Volumes volumes, RootFilesystems roots) {
        this.volumes = volumes;
        this.roots = roots;
    }

    /** The same with its name and place, if it is a volume or an image; a volume is made if it is missing. */
    MountPoint provide(MountPoint wanted) {
        if (wanted.isImage()) {
            return ImageMounts.provide(wanted, image(wanted.name()));
        }
        if (!wanted.isVolume()) {
            return wanted;
        }
        VolumeRequest request = wanted.traits().request();
        Volume volume =
                volumes.create(request == null ? VolumeRequest.named(wanted.name()) : request.withName(wanted.name()));
        MountPoint found =
                wanted.named(volume.name().text()).from(volume.mountpoint().toString());
        return volume.options().isEmpty() ? found : found.as(foreign(volume.options()));
    }

    /** That it is not there is no reason to look for the container's own image elsewhere. */
    private Image image(String reference) {
        try {
            return roots.image(reference);
        } catch (EngineException.NotFound missing) {
            throw new EngineException.InvalidArgument(String.valueOf(missing.getMessage()));
        }
    }

    private static MountPoint.Foreign foreign(Map<String, String> options) {
        List<String> words = Stream.of(options.getOrDefault("o", "").split(",", -1))
                .filter(word -> !word.isEmpty())
                .toList();
        return new MountPoint.Foreign(options.getOrDefault("type", ""), options.getOrDefault("device", ""), words);
    }

    /** Fills an empty volume with what the image has at its place. */
    void populate(MountPoint mount, ContainerRecord container) {
        if (mount.isVolume()
                && mount.traits().foreign() == null
                && !mount.traits().noCopy()
                && mount.traits().subpath() == null) {
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

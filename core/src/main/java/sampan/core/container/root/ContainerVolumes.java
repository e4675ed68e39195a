package sampan.core.container.root;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import sampan.core.container.state.ContainerRecord;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.event.Publisher;
import sampan.core.event.Subject;
import sampan.core.image.catalogue.Image;
import sampan.core.plan.MountPoint;
import sampan.core.snapshot.LayeredRoot;
import sampan.core.volume.Volume;
import sampan.core.volume.VolumeArchive;
import sampan.core.volume.VolumeRequest;
import sampan.core.volume.VolumeUses;
import sampan.core.volume.Volumes;
import sampan.kernel.rootfs.RootDirectory;

/** The volumes of containers: made with them, filled from their images, mounted while they run, and removed with them where nobody else has them. */
public final class ContainerVolumes {
    private static final AtomicLong COUNT = new AtomicLong();

    private final Volumes volumes;
    private final VolumeUses uses;
    private final RootFilesystems roots;
    private final Publisher events;

    public ContainerVolumes(Volumes volumes, RootFilesystems roots, Publisher events) {
        this.events = events;
        this.volumes = volumes;
        this.uses = new VolumeUses(volumes);
        this.roots = roots;
    }

    /**
     * The same with its name and place, if it is a volume or an image; a volume is made if it is missing.
     *
     * @param owner of a volume that is made
     */
    public MountPoint provide(MountPoint wanted, String owner) {
        if (wanted.isImage()) {
            Image image = image(wanted.name());
            return ImageMounts.provide(wanted.ofImage(image.id().toString()), image);
        }
        if (!wanted.isVolume()) {
            return wanted;
        }
        VolumeRequest request = wanted.traits().request();
        Volume volume = volumes.create(
                request == null ? VolumeRequest.named(wanted.name()) : request.withName(wanted.name()), owner);
        return wanted.named(volume.name().text()).from(volume.mountpoint().toString());
    }

    /** Whether there is a volume of this name, and this is its owner. */
    public boolean owns(String owner, String name) {
        try {
            return volumes.find(name).owner().equals(owner);
        } catch (EngineException.NotFound none) {
            return false;
        }
    }

    /** That it is not there is no reason to look for the container's own image elsewhere. */
    private Image image(String reference) {
        try {
            return roots.image(reference);
        } catch (EngineException.NotFound missing) {
            throw new EngineException.InvalidArgument(String.valueOf(missing.getMessage()));
        }
    }

    /** Fills an empty volume with what the image has at its place. */
    public void populate(MountPoint mount, ContainerRecord container) {
        if (mount.isVolume() && !mount.traits().noCopy() && mount.traits().subpath() == null) {
            try (LayeredRoot files = roots.view(container)) {
                if (files.find(mount.destination()).isPresent()) {
                    populate(mount, files, container.id());
                }
            } catch (IOException failed) {
                throw new EngineException.SystemError("cannot look into the image of a container", failed);
            }
        }
    }

    private void populate(MountPoint mount, LayeredRoot files, String container) {
        Volume volume = volumes.find(mount.name());
        uses.begin(volume, container);
        try {
            volumes.populate(volume, files, mount.destination());
        } finally {
            uses.end(volume, container);
        }
    }

    /** Its volumes are there from now on, until {@link #leave}. */
    public void use(ContainerRecord container) {
        for (MountPoint mount : volumes(container)) {
            Volume volume = volumes.find(mount.name());
            if (uses.begin(volume, container.id())) {
                tellOfMount(container, mount);
            }
        }
    }

    /** A running container's files are looked at, with its volumes. Docker mounts those once more for it, and tells of that. */
    public void lookedAt(ContainerRecord container) {
        volumes(container).forEach(mount -> tellOfMount(container, mount));
    }

    /** They are looked at no more. */
    public void lookedAway(ContainerRecord container) {
        volumes(container).forEach(mount -> tellOfUnmount(container, mount));
    }

    private void tellOfMount(ContainerRecord container, MountPoint mount) {
        events.publish(
                Subject.volume(mount.name()),
                Action.MOUNT,
                Map.of(
                        "container", container.id(),
                        "destination", mount.destination(),
                        "propagation", mount.propagation(),
                        "read/write", String.valueOf(mount.writable())));
    }

    private void tellOfUnmount(ContainerRecord container, MountPoint mount) {
        events.publish(Subject.volume(mount.name()), Action.UNMOUNT, Map.of("container", container.id()));
    }

    /** Its volume's files, mounted for as long as it takes. */
    public void open(Volume volume, VolumeArchive.Work work) throws IOException {
        String user = "archive " + COUNT.incrementAndGet();
        uses.begin(volume, user);
        try (RootDirectory content = volumes.content(volume)) {
            work.with(new VolumeArchive(content));
        } finally {
            uses.end(volume, user);
        }
    }

    /** Nothing happens to those it does not use. */
    public void leave(ContainerRecord container) {
        for (MountPoint mount : volumes(container)) {
            try {
                if (uses.end(volumes.find(mount.name()), container.id())) {
                    tellOfUnmount(container, mount);
                }
            } catch (EngineException.NotFound _) {
                // nobody can mount it any more
            }
        }
    }

    /** What runs when an engine comes uses its volumes as before; what an earlier engine left mounted for others goes. */
    public void adopt(List<ContainerRecord> running) {
        for (ContainerRecord container : running) {
            for (MountPoint mount : volumes(container)) {
                try {
                    uses.goesOn(volumes.find(mount.name()), container.id());
                } catch (EngineException.NotFound _) {
                    // its folder is gone, and the container has it still
                }
            }
        }
        uses.sweep();
    }

    /** One mount of each, however often it is mounted. */
    public static Collection<MountPoint> volumes(ContainerRecord container) {
        Map<String, MountPoint> byName = new LinkedHashMap<>();
        container.mounts().stream()
                .filter(MountPoint::isVolume)
                .forEach(mount -> byName.putIfAbsent(mount.name(), mount));
        return byName.values();
    }

    /** Removes those that were made for one container and are nobody else's. */
    public void removeAnonymous(List<MountPoint> mounts) {
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

package sampan.core.container;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import sampan.core.config.ContainerConfig;
import sampan.core.config.StorageConfig;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerRecord;
import sampan.core.plan.MountPoint;
import sampan.core.plan.MountPoints;
import sampan.core.plan.VolumesFrom;
import sampan.core.policy.Access;
import sampan.core.policy.HarmlessRequest;

/** What a new container mounts, with volumes that are there. */
record Mounting(Parts parts, Access access) {
    /** @param others containers, by what they are called */
    List<MountPoint> provide(ContainerConfig config, StorageConfig storage, Function<String, ContainerRecord> others) {
        List<MountPoint> inherited = inherited(storage, others);
        if (!access.isUnlimited()) {
            new HarmlessRequest(access.rights())
                    .checkMounts(MountPoints.of(config, storage, List.of()), inherited, this::isOwn);
        }
        List<MountPoint> provided = new ArrayList<>();
        for (MountPoint point : MountPoints.of(config, storage, inherited)) {
            provided.add(
                    inherited.contains(point)
                            ? point
                            : parts.volumes().provide(point, access.rights().owner()));
        }
        return provided;
    }

    private boolean isOwn(String volume) {
        return parts.volumes().owns(access.rights().owner(), volume);
    }

    /** --volumes-from, with :ro or :rw behind the container. */
    private static List<MountPoint> inherited(StorageConfig storage, Function<String, ContainerRecord> others) {
        List<MountPoint> inherited = new ArrayList<>();
        for (String text : storage.volumesFrom()) {
            VolumesFrom from = VolumesFrom.parse(text);
            for (MountPoint point : others.apply(from.container()).mounts()) {
                inherited.add(point.inherited(from.readonly()));
            }
        }
        return inherited;
    }
}

package sampan.core.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sampan.core.config.ContainerConfig;
import sampan.core.config.StorageConfig;
import sampan.core.error.EngineException;

/** Everything that is to be mounted into a container besides the default: -v, --mount, --tmpfs, --volumes-from and the image's volumes. */
public final class MountPoints {
    private MountPoints() {}

    /**
     * From the top down.
     *
     * @param inherited of --volumes-from; what is asked for directly takes their place
     */
    public static List<MountPoint> of(ContainerConfig config, StorageConfig storage, List<MountPoint> inherited) {
        Map<String, MountPoint> points = new LinkedHashMap<>();
        inherited.forEach(point -> points.put(point.destination(), point));
        Set<String> own = new HashSet<>();
        for (MountPoint point : asked(storage)) {
            if (!own.add(point.destination())) {
                throw new EngineException.InvalidArgument("Duplicate mount point: " + point.destination());
            }
            points.put(point.destination(), point);
        }
        for (String volume : config.volumes().keySet()) {
            MountPoint point = BindSyntax.parse(absolute(volume));
            points.putIfAbsent(point.destination(), point);
        }
        return points.values().stream()
                .sorted(Comparator.comparingInt(point -> Paths.depth(point.destination())))
                .toList();
    }

    private static List<MountPoint> asked(StorageConfig storage) {
        List<MountPoint> asked = new ArrayList<>();
        storage.binds().forEach(bind -> asked.add(BindSyntax.parse(bind)));
        storage.mounts().forEach(mount -> asked.add(MountSyntax.parse(mount)));
        storage.tmpfs().forEach((path, options) -> asked.add(MountSyntax.tmpfs(Paths.destination(path, ""), options)));
        return asked;
    }

    /** An image may say {@code VOLUME data} or {@code /../etc}: a path in the container all the same. (CVE-2022-23648) */
    private static String absolute(String volume) {
        if (volume.indexOf(':') >= 0) {
            throw new EngineException.InvalidArgument("invalid volume specification: '" + volume + "'");
        }
        return Paths.clean(volume);
    }
}

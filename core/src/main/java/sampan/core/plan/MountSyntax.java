package sampan.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.core.config.BindOptions;
import sampan.core.config.Mount;
import sampan.core.config.TmpfsOptions;
import sampan.core.config.VolumeDriver;
import sampan.core.config.VolumeOptions;
import sampan.core.error.EngineException;
import sampan.core.volume.VolumeRequest;

/** {@code --mount}: its rules, and the mount point it means. */
final class MountSyntax {
    private static final int DEFAULT_MODE = 01777;

    private MountSyntax() {}

    static MountPoint parse(Mount mount) {
        String prefix = "invalid mount config for type \"" + mount.type() + "\": ";
        return switch (mount.type()) {
            case MountPoint.BIND -> bind(mount, prefix);
            case MountPoint.VOLUME -> volume(mount, prefix);
            case MountPoint.TMPFS -> tmpfs(mount, prefix);
            case MountPoint.IMAGE -> image(mount, prefix);
            case "cluster" ->
                throw new EngineException.NotSupported(prefix + "cluster volumes need a cluster, and there is none");
            default -> throw new EngineException.InvalidArgument(prefix + "mount type unknown");
        };
    }

    private static MountPoint bind(Mount mount, String prefix) {
        refuse(mount.source().isEmpty(), prefix, "field Source must not be empty");
        refuse(mount.volumeOptions() != null, prefix, "field VolumeOptions must not be specified");
        refuse(mount.tmpfsOptions() != null, prefix, "field TmpfsOptions must not be specified");
        refuse(
                !mount.source().startsWith("/"),
                prefix,
                "invalid mount path: '" + mount.source() + "' mount path must be absolute");
        BindOptions options =
                mount.bindOptions() == null ? new BindOptions("", false, false, false, false) : mount.bindOptions();
        String propagation = options.propagation().isEmpty() ? "rprivate" : options.propagation();
        refuse(!BindSyntax.PROPAGATIONS.contains(propagation), prefix, "invalid propagation mode: " + propagation);
        MountPoint.Traits traits = new MountPoint.Traits(
                options.createMountpoint(), false, false, options.nonRecursive(), options.readOnlyNonRecursive(), null);
        Paths.refuseNul(mount.source());
        return new MountPoint(
                MountPoint.BIND,
                "",
                Paths.clean(mount.source()),
                target(mount, prefix),
                "",
                !mount.readOnly(),
                propagation,
                traits,
                List.of());
    }

    private static MountPoint volume(Mount mount, String prefix) {
        refuse(mount.bindOptions() != null, prefix, "field BindOptions must not be specified");
        refuse(mount.tmpfsOptions() != null, prefix, "field TmpfsOptions must not be specified");
        VolumeOptions options = mount.volumeOptions();
        boolean anonymous = mount.source().isEmpty();
        refuse(
                anonymous && options != null && !options.subpath().isEmpty(),
                prefix,
                "must specify Source when using Subpath with volume mount");
        MountPoint.Traits traits = new MountPoint.Traits(
                false,
                options != null && options.noCopy(),
                anonymous,
                false,
                false,
                options == null || options.subpath().isEmpty() ? null : subpath(options.subpath(), prefix),
                request(mount.source(), options),
                null,
                null);
        return new MountPoint(
                MountPoint.VOLUME,
                mount.source(),
                "",
                target(mount, prefix),
                MountPoint.SHARED_LABEL,
                !mount.readOnly(),
                "",
                traits,
                List.of());
    }

    private static @Nullable VolumeRequest request(String name, @Nullable VolumeOptions options) {
        if (options == null) {
            return null;
        }
        VolumeDriver driver = options.driverConfig();
        return new VolumeRequest(
                name,
                options.labels(),
                driver == null ? "" : driver.name(),
                driver == null ? Map.of() : driver.options());
    }

    private static String subpath(String path, String prefix) {
        boolean outside = path.startsWith("/") || List.of(path.split("/", -1)).contains("..");
        refuse(outside, prefix, "subpath must be a relative path within the volume");
        Paths.refuseNul(path);
        return path;
    }

    /** Read-only whatever is asked for: the layers are the image's. */
    private static MountPoint image(Mount mount, String prefix) {
        refuse(mount.source().isEmpty(), prefix, "field Source must not be empty");
        refuse(mount.bindOptions() != null, prefix, "field BindOptions must not be specified");
        refuse(mount.volumeOptions() != null, prefix, "field VolumeOptions must not be specified");
        refuse(mount.tmpfsOptions() != null, prefix, "field TmpfsOptions must not be specified");
        String part = mount.imageOptions() == null ? "" : mount.imageOptions().subpath();
        MountPoint.Traits traits =
                new MountPoint.Traits(false, false, false, false, false, part.isEmpty() ? null : subpath(part, prefix));
        return new MountPoint(
                MountPoint.IMAGE, mount.source(), "", target(mount, prefix), "", false, "", traits, List.of());
    }

    private static MountPoint tmpfs(Mount mount, String prefix) {
        refuse(!mount.source().isEmpty(), prefix, "field Source must not be specified");
        refuse(mount.bindOptions() != null, prefix, "field BindOptions must not be specified");
        refuse(mount.volumeOptions() != null, prefix, "field VolumeOptions must not be specified");
        List<String> wishes = new ArrayList<>();
        TmpfsOptions options = mount.tmpfsOptions();
        if (mount.readOnly()) {
            wishes.add("ro");
            wishes.add("mode=" + Integer.toOctalString(DEFAULT_MODE)); // nothing can be changed once it is mounted
        }
        if (options != null) {
            int mode = options.mode() == 0 ? DEFAULT_MODE : options.mode();
            wishes.add("mode=" + Integer.toOctalString(mode));
            refuse(options.sizeBytes() < 0, prefix, "invalid tmpfs size: " + options.sizeBytes());
            if (options.sizeBytes() > 0) {
                wishes.add("size=" + options.sizeBytes());
            }
            options.options().forEach(option -> wishes.add(String.join("=", option)));
        }
        return tmpfs(target(mount, prefix), String.join(",", wishes));
    }

    /** {@code --tmpfs DESTINATION:OPTIONS}. */
    static MountPoint tmpfs(String destination, String options) {
        return new MountPoint(
                MountPoint.TMPFS,
                "",
                "",
                destination,
                "",
                true,
                "",
                MountPoint.Traits.NONE,
                TmpfsWishes.merged(options));
    }

    private static String target(Mount mount, String prefix) {
        refuse(mount.target().isEmpty(), prefix, "field Target must not be empty");
        return Paths.destination(mount.target(), prefix);
    }

    private static void refuse(boolean wrong, String prefix, String sentence) {
        Refusal.when(wrong, prefix + sentence);
    }
}

package sampan.cli.container;

import java.util.List;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.value.MemorySize;
import sampan.cli.value.MountSpec;
import sampan.cli.value.TmpfsSpec;
import sampan.cli.value.VolumeSpec;
import sampan.core.config.ContainerConfigBuilder;
import sampan.core.config.HostConfigBuilder;
import sampan.core.config.Mount;

/** What it sees in its file system besides the image. */
final class StorageFlags {
    private static final Flag<Mount> MOUNT = Flag.of(
            "mount", "mount", "Attach a file system (type=bind|volume|tmpfs,source=...,target=...)", MountSpec::parse);
    private static final Flag<Boolean> READ_ONLY =
            Flag.bool("read-only", "Mount the container's root file system read-only");
    private static final Flag<Long> SHM_SIZE = Flag.of("shm-size", "bytes", "Size of /dev/shm", MemorySize::parse);
    private static final Flag<String> TMPFS = Flag.list("tmpfs", "Mount a tmpfs (<path>[:<options>])");
    private static final Flag<String> VOLUME = Flag.list(
                    "volume", "Mount a volume or a folder of the host ([<source>:]<target>[:<options>])")
            .shorthand('v');
    private static final Flag<String> VOLUMES_FROM =
            Flag.list("volumes-from", "Mount the volumes of another container");

    static final List<Flag<?>> ALL = List.of(MOUNT, READ_ONLY, SHM_SIZE, TMPFS, VOLUME, VOLUMES_FROM);

    private StorageFlags() {}

    static void apply(ParsedFlags flags, Invoker invoker, ContainerConfigBuilder config, HostConfigBuilder host)
            throws InvalidValue {
        VolumeSpec volumes = VolumeSpec.of(flags.values(VOLUME), invoker.directory());
        config.volumes(volumes.anonymous());
        host.binds(volumes.binds())
                .mounts(flags.values(MOUNT))
                .readonlyRootfs(flags.on(READ_ONLY))
                .shmSize(flags.value(SHM_SIZE).orElse(0L))
                .tmpfs(TmpfsSpec.map(flags.values(TMPFS)))
                .volumesFrom(flags.values(VOLUMES_FROM));
    }
}

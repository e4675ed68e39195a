package sampan.runtime.cgroup;

import java.util.OptionalLong;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Spec;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#cgroup-ownership">config-linux.md#cgroup-ownership</a> */
public final class CgroupOwnership {
    private CgroupOwnership() {}

    /** The host's number of the user a container's cgroup of version 2 is given to; empty: it stays root's. */
    public static OptionalLong owner(Spec spec) {
        Linux linux = spec.linux();
        ContainerProcess process = spec.process();
        if (linux == null || process == null || !hasOwnNamespace(linux) || !isMountedWritable(spec)) {
            return OptionalLong.empty();
        }
        long uid = process.user().uid();
        boolean mapped = linux.namespaces().stream()
                .anyMatch(namespace -> namespace.type().equals("user"));
        return mapped ? onHost(linux, uid) : OptionalLong.of(uid);
    }

    private static boolean hasOwnNamespace(Linux linux) {
        return linux.namespaces().stream()
                .anyMatch(namespace -> namespace.type().equals("cgroup") && namespace.path() == null);
    }

    private static boolean isMountedWritable(Spec spec) {
        return spec.mounts().stream()
                .anyMatch(mount -> mount.destination().equals("/sys/fs/cgroup")
                        && "cgroup".equals(mount.source())
                        && !isReadOnly(mount));
    }

    private static boolean isReadOnly(Mount mount) {
        return mount.options().contains("ro");
    }

    /** Of a namespace that is joined nobody has told the mappings. */
    private static OptionalLong onHost(Linux linux, long uid) {
        return linux.uidMappings().stream()
                .filter(mapping -> uid >= mapping.containerId() && uid - mapping.containerId() < mapping.size())
                .mapToLong(mapping -> mapping.hostId() + (uid - mapping.containerId()))
                .findFirst();
    }
}

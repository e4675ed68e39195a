package sampan.runtime.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chown;
import sampan.kernel.file.Open;
import sampan.oci.spec.ContainerProcess;
import sampan.oci.spec.IdMapping;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Spec;
import sampan.runtime.launch.Cgroups;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#cgroup-ownership">config-linux.md#cgroup-ownership</a>: a
 * container whose user is another one on the host, and that may write to its own cgroup2, owns it.
 */
final class CgroupOwner {
    /** What the kernel says can be given away; before 4.15 it says nothing. */
    private static final Path DELEGATED = Path.of("/sys/kernel/cgroup/delegate");

    private static final List<String> USUAL = List.of("cgroup.procs", "cgroup.threads", "cgroup.subtree_control");

    private CgroupOwner() {}

    static void give(Spec spec, Cgroups cgroups) throws IOException {
        OptionalLong owner = owner(spec);
        // A cgroup of version 1 is never given away: its limits could be taken off.
        if (owner.isEmpty() || cgroups.unified().isEmpty() || !cgroups.joins().isEmpty()) {
            return;
        }
        List<String> files = Files.isReadable(DELEGATED) ? Files.readAllLines(DELEGATED) : USUAL;
        give(Path.of(cgroups.unified().get()), files, owner.getAsLong());
    }

    /** The folder itself, and those of the files that are there. */
    static void give(Path directory, List<String> files, long owner) throws IOException {
        try (Fd cgroup = Open.directory(directory)) {
            List<String> all = new ArrayList<>(files);
            all.add(".");
            for (String name : all) {
                try {
                    Chown.at(cgroup, name.getBytes(StandardCharsets.UTF_8), owner, Chown.UNCHANGED);
                } catch (SyscallException missing) {
                    if (!missing.is(Errno.ENOENT)) {
                        throw missing;
                    }
                }
            }
        }
    }

    /** The container's user as the host knows it; empty when the cgroup is not to be given away. */
    static OptionalLong owner(Spec spec) {
        Linux linux = spec.linux();
        ContainerProcess process = spec.process();
        if (linux == null || process == null || !isNew(linux, "cgroup") || !isNew(linux, "user") || !writable(spec)) {
            return OptionalLong.empty();
        }
        long inside = process.user().uid();
        for (IdMapping map : linux.uidMappings()) {
            if (inside >= map.containerId() && inside - map.containerId() < map.size()) {
                return OptionalLong.of(map.hostId() + inside - map.containerId());
            }
        }
        return OptionalLong.empty();
    }

    private static boolean isNew(Linux linux, String kind) {
        return linux.namespaces().stream()
                .anyMatch(namespace -> namespace.type().equals(kind)
                        && (namespace.path() == null || namespace.path().isEmpty()));
    }

    private static boolean writable(Spec spec) {
        return spec.mounts().stream().anyMatch(CgroupOwner::isWritableCgroup);
    }

    private static boolean isWritableCgroup(Mount mount) {
        return ("cgroup".equals(mount.type()) || "cgroup2".equals(mount.type()))
                && !mount.options().contains("ro");
    }
}

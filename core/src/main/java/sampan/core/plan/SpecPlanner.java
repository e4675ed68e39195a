package sampan.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.config.SecurityConfig;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Root;
import sampan.oci.spec.Spec;

/** Makes the specification of a container from everything that was asked for and looked up. Pure: same request, same specification. */
public final class SpecPlanner {
    private SpecPlanner() {}

    /** A specification, and what the host could not give. */
    public record Planned(Spec spec, List<String> warnings) {}

    /** @param cgroup from the root of each hierarchy */
    public static Planned plan(PlanRequest request, String rootfs, String cgroup) {
        ContainerConfig config = request.config();
        HostConfig host = request.host();
        SecurityConfig security = host.security();
        List<String> warnings = new ArrayList<>();
        List<String> bounding = CapabilitySection.bounding(security, request.facts(), warnings);
        Linux linux = Linux.in(NamespaceSection.of(
                        host.namespaces(), request.surroundings().joined()))
                .devices(DeviceSection.nodes(request.surroundings().devices()))
                .resources(ResourceSection.of(request))
                .cgroupsPath(cgroup)
                .rootfsPropagation(propagation(request.mounts()))
                .seccomp(request.surroundings().seccomp().orElse(null))
                .sysctl(SysctlSection.of(host))
                .maskedPaths(MaskedPaths.masked(security, request.facts()))
                .readonlyPaths(MaskedPaths.readonly(security))
                .build();
        boolean ownNames = !Modes.isHost(host.namespaces().utsMode());
        Spec spec = new Spec(
                Spec.VERSION,
                new Root(rootfs, host.storage().readonlyRootfs()),
                ProcessSection.of(request, bounding),
                ownNames ? config.hostname() : null,
                ownNames && !config.domainname().isEmpty() ? config.domainname() : null,
                MountSection.of(request),
                null,
                host.lifecycle().annotations(),
                linux);
        return new Planned(spec, warnings);
    }

    /** What is needed to look at a container's files, in a mount namespace of its own: its root, and what is kept elsewhere; tmpfs is gone with its process. */
    public static Spec files(HostConfig host, List<MountPoint> mounts) {
        List<MountPoint> kept = mounts.stream()
                .filter(mount -> !mount.isTmpfs() && !mount.isForeign())
                .toList();
        return new Spec(
                Spec.VERSION,
                new Root("rootfs", host.storage().readonlyRootfs()),
                null,
                null,
                null,
                MountSection.asked(kept),
                null,
                Map.of(),
                Linux.in(List.of(Namespace.fresh("mount"))).build());
    }

    /** Mounts of the host come through only to a container that asked for one mount to be shared or a slave. */
    private static String propagation(List<MountPoint> mounts) {
        boolean shared = mounts.stream().anyMatch(mount -> mount.propagation().endsWith("shared"));
        boolean slave = mounts.stream().anyMatch(mount -> mount.propagation().endsWith("slave"));
        return shared ? "shared" : slave ? "rslave" : "rprivate";
    }
}

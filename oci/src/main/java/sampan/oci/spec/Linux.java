package sampan.oci.spec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md">config-linux.md</a> */
public record Linux(
        List<Device> devices,
        Map<String, NetDevice> netDevices,
        List<IdMapping> uidMappings,
        List<IdMapping> gidMappings,
        List<Namespace> namespaces,
        @Nullable Resources resources,
        @Nullable String cgroupsPath,
        @Nullable String rootfsPropagation,
        @Nullable Seccomp seccomp,
        Map<String, String> sysctl,
        List<String> maskedPaths,
        List<String> readonlyPaths,
        @Nullable String mountLabel,
        @Nullable IntelRdt intelRdt,
        @Nullable MemoryPolicy memoryPolicy,
        @Nullable Personality personality,
        @Nullable TimeOffsets timeOffsets) {
    public Linux(
            @Nullable List<Device> devices,
            @Nullable Map<String, NetDevice> netDevices,
            @Nullable List<IdMapping> uidMappings,
            @Nullable List<IdMapping> gidMappings,
            @Nullable List<Namespace> namespaces,
            @Nullable Resources resources,
            @Nullable String cgroupsPath,
            @Nullable String rootfsPropagation,
            @Nullable Seccomp seccomp,
            @Nullable Map<String, String> sysctl,
            @Nullable List<String> maskedPaths,
            @Nullable List<String> readonlyPaths,
            @Nullable String mountLabel,
            @Nullable IntelRdt intelRdt,
            @Nullable MemoryPolicy memoryPolicy,
            @Nullable Personality personality,
            @Nullable TimeOffsets timeOffsets) {
        this.devices = Copies.of(devices);
        this.netDevices = Copies.of(netDevices);
        this.uidMappings = Copies.of(uidMappings);
        this.gidMappings = Copies.of(gidMappings);
        this.namespaces = Copies.of(namespaces);
        this.resources = resources;
        this.cgroupsPath = cgroupsPath;
        this.rootfsPropagation = rootfsPropagation;
        this.seccomp = seccomp;
        this.sysctl = Copies.of(sysctl);
        this.maskedPaths = Copies.of(maskedPaths);
        this.readonlyPaths = Copies.of(readonlyPaths);
        this.mountLabel = mountLabel;
        this.intelRdt = intelRdt;
        this.memoryPolicy = memoryPolicy;
        this.personality = personality;
        this.timeOffsets = timeOffsets;
    }

    /** A builder holding this section's values. */
    public LinuxBuilder edit() {
        return new LinuxBuilder(this);
    }

    /** Nothing but these namespaces. */
    public static LinuxBuilder in(List<Namespace> namespaces) {
        return new Linux(
                        null,
                        null,
                        null,
                        null,
                        namespaces,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null)
                .edit();
    }
}

package sampan.oci.spec;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A {@link Linux} section under construction; see {@link Linux#edit} and {@link Linux#in}. */
public final class LinuxBuilder {
    private List<Device> devices;
    private Map<String, NetDevice> netDevices;
    private List<IdMapping> uidMappings;
    private List<IdMapping> gidMappings;
    private List<Namespace> namespaces;
    private @Nullable Resources resources;
    private @Nullable String cgroupsPath;
    private @Nullable String rootfsPropagation;
    private @Nullable Seccomp seccomp;
    private Map<String, String> sysctl;
    private List<String> maskedPaths;
    private List<String> readonlyPaths;
    private @Nullable String mountLabel;
    private @Nullable IntelRdt intelRdt;
    private @Nullable MemoryPolicy memoryPolicy;
    private @Nullable Personality personality;
    private @Nullable TimeOffsets timeOffsets;

    LinuxBuilder(Linux from) {
        devices = from.devices();
        netDevices = from.netDevices();
        uidMappings = from.uidMappings();
        gidMappings = from.gidMappings();
        namespaces = from.namespaces();
        resources = from.resources();
        cgroupsPath = from.cgroupsPath();
        rootfsPropagation = from.rootfsPropagation();
        seccomp = from.seccomp();
        sysctl = from.sysctl();
        maskedPaths = from.maskedPaths();
        readonlyPaths = from.readonlyPaths();
        mountLabel = from.mountLabel();
        intelRdt = from.intelRdt();
        memoryPolicy = from.memoryPolicy();
        personality = from.personality();
        timeOffsets = from.timeOffsets();
    }

    public LinuxBuilder devices(List<Device> value) {
        devices = value;
        return this;
    }

    public LinuxBuilder netDevices(Map<String, NetDevice> value) {
        netDevices = value;
        return this;
    }

    public LinuxBuilder uidMappings(List<IdMapping> value) {
        uidMappings = value;
        return this;
    }

    public LinuxBuilder gidMappings(List<IdMapping> value) {
        gidMappings = value;
        return this;
    }

    public LinuxBuilder namespaces(List<Namespace> value) {
        namespaces = value;
        return this;
    }

    public LinuxBuilder resources(@Nullable Resources value) {
        resources = value;
        return this;
    }

    public LinuxBuilder cgroupsPath(@Nullable String value) {
        cgroupsPath = value;
        return this;
    }

    public LinuxBuilder rootfsPropagation(@Nullable String value) {
        rootfsPropagation = value;
        return this;
    }

    public LinuxBuilder seccomp(@Nullable Seccomp value) {
        seccomp = value;
        return this;
    }

    public LinuxBuilder sysctl(Map<String, String> value) {
        sysctl = value;
        return this;
    }

    public LinuxBuilder maskedPaths(List<String> value) {
        maskedPaths = value;
        return this;
    }

    public LinuxBuilder readonlyPaths(List<String> value) {
        readonlyPaths = value;
        return this;
    }

    public LinuxBuilder mountLabel(@Nullable String value) {
        mountLabel = value;
        return this;
    }

    public LinuxBuilder intelRdt(@Nullable IntelRdt value) {
        intelRdt = value;
        return this;
    }

    public LinuxBuilder memoryPolicy(@Nullable MemoryPolicy value) {
        memoryPolicy = value;
        return this;
    }

    public LinuxBuilder personality(@Nullable Personality value) {
        personality = value;
        return this;
    }

    public LinuxBuilder timeOffsets(@Nullable TimeOffsets value) {
        timeOffsets = value;
        return this;
    }

    public Linux build() {
        return new Linux(
                devices,
                netDevices,
                uidMappings,
                gidMappings,
                namespaces,
                resources,
                cgroupsPath,
                rootfsPropagation,
                seccomp,
                sysctl,
                maskedPaths,
                readonlyPaths,
                mountLabel,
                intelRdt,
                memoryPolicy,
                personality,
                timeOffsets);
    }
}

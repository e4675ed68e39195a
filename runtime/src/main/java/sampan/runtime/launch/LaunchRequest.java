package sampan.runtime.launch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import sampan.oci.spec.Spec;
import sampan.runtime.program.MonitorSettings;

/**
 * Everything the compiler has to know to launch a container.
 *
 * @param id names the session keyring
 * @param spec what the container shall be; users are numbers and paths of bind sources are as the descriptors' labels
 * @param fileSources sources of bind mounts that are not folders
 * @param seccomp the compiled {@code linux.seccomp}
 * @param addresses of network devices that are moved into the container, by their names on the host; each a request to make it
 * @param newKeyring whether the container gets a session keyring of its own; else it keeps its launcher's
 * @param handover how a caller of the runtime's commands gets the process; absent: the engine and a monitor have it
 */
public record LaunchRequest(
        String id,
        Spec spec,
        Rootfs rootfs,
        Host host,
        Set<String> fileSources,
        Cgroups cgroups,
        Optional<SeccompProgram> seccomp,
        Streams streams,
        MonitorSettings monitor,
        Map<String, List<byte[]>> addresses,
        boolean newKeyring,
        Optional<Handover> handover) {
    public LaunchRequest {
        fileSources = Set.copyOf(fileSources);
        addresses = Map.copyOf(addresses);
    }

    /** A container with all that has a usual value at that value. */
    public static LaunchRequest of(String id, Spec spec, Rootfs rootfs, Host host) {
        return new LaunchRequest(
                id,
                spec,
                rootfs,
                host,
                Set.of(),
                Cgroups.NONE,
                Optional.empty(),
                Streams.OUTPUT,
                MonitorSettings.ALONE,
                Map.of(),
                true,
                Optional.empty());
    }

    public LaunchRequest withSpec(Spec value) {
        return with(parts -> parts.spec = value);
    }

    public LaunchRequest withRootfs(Rootfs value) {
        return with(parts -> parts.rootfs = value);
    }

    public LaunchRequest withFileSources(Set<String> value) {
        return with(parts -> parts.fileSources = value);
    }

    public LaunchRequest withCgroups(Cgroups value) {
        return with(parts -> parts.cgroups = value);
    }

    public LaunchRequest withSeccomp(Optional<SeccompProgram> value) {
        return with(parts -> parts.seccomp = value);
    }

    public LaunchRequest withStreams(Streams value) {
        return with(parts -> parts.streams = value);
    }

    public LaunchRequest withMonitor(MonitorSettings value) {
        return with(parts -> parts.monitor = value);
    }

    public LaunchRequest withAddresses(Map<String, List<byte[]>> value) {
        return with(parts -> parts.addresses = value);
    }

    public LaunchRequest withNewKeyring(boolean value) {
        return with(parts -> parts.newKeyring = value);
    }

    /** With its caller's streams. */
    public LaunchRequest withHandover(Handover value) {
        return with(parts -> {
            parts.streams = Streams.INHERITED;
            parts.handover = Optional.of(value);
        });
    }

    private LaunchRequest with(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return parts.together();
    }

    /** What of a request can be another's. */
    private static final class Parts {
        private final String id;
        private final Host host;
        private Spec spec;
        private Rootfs rootfs;
        private Set<String> fileSources;
        private Cgroups cgroups;
        private Optional<SeccompProgram> seccomp;
        private Streams streams;
        private MonitorSettings monitor;
        private Map<String, List<byte[]>> addresses;
        private boolean newKeyring;
        private Optional<Handover> handover;

        Parts(LaunchRequest of) {
            id = of.id;
            host = of.host;
            spec = of.spec;
            rootfs = of.rootfs;
            fileSources = of.fileSources;
            cgroups = of.cgroups;
            seccomp = of.seccomp;
            streams = of.streams;
            monitor = of.monitor;
            addresses = of.addresses;
            newKeyring = of.newKeyring;
            handover = of.handover;
        }

        LaunchRequest together() {
            return new LaunchRequest(
                    id,
                    spec,
                    rootfs,
                    host,
                    fileSources,
                    cgroups,
                    seccomp,
                    streams,
                    monitor,
                    addresses,
                    newKeyring,
                    handover);
        }
    }
}

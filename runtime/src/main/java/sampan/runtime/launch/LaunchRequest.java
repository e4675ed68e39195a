package sampan.runtime.launch;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
        return new LaunchRequest(
                id,
                value,
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

    public LaunchRequest withRootfs(Rootfs value) {
        return new LaunchRequest(
                id,
                spec,
                value,
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

    public LaunchRequest withFileSources(Set<String> value) {
        return new LaunchRequest(
                id, spec, rootfs, host, value, cgroups, seccomp, streams, monitor, addresses, newKeyring, handover);
    }

    public LaunchRequest withCgroups(Cgroups value) {
        return new LaunchRequest(
                id, spec, rootfs, host, fileSources, value, seccomp, streams, monitor, addresses, newKeyring, handover);
    }

    public LaunchRequest withSeccomp(Optional<SeccompProgram> value) {
        return new LaunchRequest(
                id, spec, rootfs, host, fileSources, cgroups, value, streams, monitor, addresses, newKeyring, handover);
    }

    public LaunchRequest withStreams(Streams value) {
        return new LaunchRequest(
                id, spec, rootfs, host, fileSources, cgroups, seccomp, value, monitor, addresses, newKeyring, handover);
    }

    public LaunchRequest withMonitor(MonitorSettings value) {
        return new LaunchRequest(
                id, spec, rootfs, host, fileSources, cgroups, seccomp, streams, value, addresses, newKeyring, handover);
    }

    public LaunchRequest withAddresses(Map<String, List<byte[]>> value) {
        return new LaunchRequest(
                id, spec, rootfs, host, fileSources, cgroups, seccomp, streams, monitor, value, newKeyring, handover);
    }

    public LaunchRequest withNewKeyring(boolean value) {
        return new LaunchRequest(
                id, spec, rootfs, host, fileSources, cgroups, seccomp, streams, monitor, addresses, value, handover);
    }

    /** With its caller's streams. */
    public LaunchRequest withHandover(Handover value) {
        return new LaunchRequest(
                id,
                spec,
                rootfs,
                host,
                fileSources,
                cgroups,
                seccomp,
                Streams.INHERITED,
                monitor,
                addresses,
                newKeyring,
                Optional.of(value));
    }
}

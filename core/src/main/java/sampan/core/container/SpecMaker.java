package sampan.core.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.core.caller.HostFiles;
import sampan.core.config.HostConfig;
import sampan.core.config.NamespaceConfig;
import sampan.core.config.Resources;
import sampan.core.error.EngineException;
import sampan.core.plan.Modes;
import sampan.core.plan.PlanRequest;
import sampan.core.plan.PlanRequest.Surroundings;
import sampan.core.plan.SpecPlanner;
import sampan.kernel.Fd;
import sampan.oci.spec.Spec;
import sampan.runtime.user.Identity;

/** Looks up what a start depends on and has the specification planned. */
final class SpecMaker {
    private final Parts parts;
    private final Peers peers;

    SpecMaker(Parts parts, Peers peers) {
        this.parts = parts;
        this.peers = peers;
    }

    /** Finds other containers, for namespaces to be joined. */
    @FunctionalInterface
    interface Peers {
        /** The running container; NotFound and Conflict in Docker's words. */
        Peer running(String reference);
    }

    /** Another container. */
    record Peer(String id, int pid) {}

    /** The specification of a start. */
    SpecPlanner.Planned plan(ContainerRecord record, HostFiles files) throws IOException {
        Identity user = parts.users().find(record);
        HostConfig host = record.hostConfig();
        HostDevices devices = new HostDevices(files);
        Surroundings surroundings = new Surroundings(
                user.user(),
                user.home(),
                networkFiles(record),
                joined(host.namespaces()),
                devices.of(host),
                devices.numbers(host.resources()),
                Optional.empty(),
                initProgram(host));
        PlanRequest request = new PlanRequest(
                record.id(),
                record.config(),
                host,
                record.mounts(),
                surroundings,
                parts.machine().facts());
        return SpecPlanner.plan(
                request,
                "rootfs",
                parts.cgroups().pathOf(record.id(), host.resources().cgroupParent()));
    }

    /** The specification of a container that runs already, as far as another process in it depends on it: no paths of the host are looked at. */
    Spec replan(ContainerRecord record) throws IOException {
        Identity user = parts.users().find(record);
        HostConfig host = record.hostConfig();
        Resources unlimited =
                Resources.builder().ulimits(host.resources().ulimits()).build();
        Surroundings surroundings = new Surroundings(
                user.user(), user.home(), Map.of(), Map.of(), List.of(), Map.of(), Optional.empty(), Optional.empty());
        PlanRequest request = new PlanRequest(
                record.id(),
                record.config(),
                host.toBuilder().resources(unlimited).build(),
                List.of(),
                surroundings,
                parts.machine().facts());
        return SpecPlanner.plan(request, "rootfs", "/").spec();
    }

    /** A container in another's network sees the other's names, too. */
    private Map<String, String> networkFiles(ContainerRecord record) {
        Optional<String> other =
                Modes.container(record.hostConfig().namespaces().networkMode());
        String owner = other.map(reference -> peers.running(reference).id()).orElse(record.id());
        return NameFiles.paths(parts.places().path().resolve(owner));
    }

    /** Writes the container's own, at each start anew, unless they are there already. */
    void writeNetworkFiles(ContainerRecord record, Fd folder, Optional<Spare> spare) throws IOException {
        String mode = record.hostConfig().namespaces().networkMode();
        if (Modes.container(mode).isPresent()) {
            return;
        }
        NameFiles names =
                NameFiles.of(record.config().hostname(), record.hostConfig().networking(), Modes.isHost(mode));
        if (spare.filter(made -> made.names().equals(names)).isEmpty()) {
            names.write(folder);
        }
    }

    private Map<String, String> joined(NamespaceConfig modes) {
        Map<String, String> joined = new HashMap<>();
        join("network", "net", modes.networkMode(), joined);
        join("ipc", "ipc", modes.ipcMode(), joined);
        join("pid", "pid", modes.pidMode(), joined);
        return joined;
    }

    private void join(String type, String file, String mode, Map<String, String> joined) {
        Modes.container(mode)
                .ifPresent(reference ->
                        joined.put(type, "/proc/" + peers.running(reference).pid() + "/ns/" + file));
    }

    private static Optional<String> initProgram(HostConfig host) {
        if (!Boolean.TRUE.equals(host.lifecycle().init())) {
            return Optional.empty();
        }
        for (String candidate : List.of(
                "/usr/bin/tini-static",
                "/usr/libexec/docker/docker-init",
                "/usr/bin/docker-init",
                "/usr/sbin/docker-init")) {
            if (Files.isExecutable(Path.of(candidate))) {
                return Optional.of(candidate);
            }
        }
        throw new EngineException.NotSupported("--init needs a static tini on the host (Debian: apt-get install tini)");
    }
}

package sampan.core.container.start;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.core.caller.HostFiles;
import sampan.core.cdi.Injection;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.config.NamespaceConfig;
import sampan.core.config.Resources;
import sampan.core.container.network.Links;
import sampan.core.container.network.NameFiles;
import sampan.core.container.network.NetworkFiles;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.Peers;
import sampan.core.error.EngineException;
import sampan.core.network.Joined;
import sampan.core.network.endpoint.Attachment;
import sampan.core.plan.Modes;
import sampan.core.plan.PlanRequest;
import sampan.core.plan.PlanRequest.Surroundings;
import sampan.core.plan.SpecPlanner;
import sampan.kernel.Fd;
import sampan.oci.spec.Spec;
import sampan.runtime.user.Identity;

/** Looks up what a start depends on and has the specification planned. */
public final class SpecMaker {
    private final Parts parts;
    private final Joining joining;
    private final boolean networkPrepared;

    public SpecMaker(Parts parts, Peers peers) {
        this(parts, new Joining(parts.places(), peers), false);
    }

    private SpecMaker(Parts parts, Joining joining, boolean networkPrepared) {
        this.parts = parts;
        this.joining = joining;
        this.networkPrepared = networkPrepared;
    }

    /** For a start in a network namespace that is there already. */
    SpecMaker in(Joined joined) {
        return new SpecMaker(parts, joining, joined.namespace().isPresent());
    }

    /** As it would be for a container on networks, for people. */
    public SpecMaker onNetworks() {
        return new SpecMaker(parts, joining, true);
    }

    /** The namespaces that are there already. */
    private Map<String, String> joined(ContainerRecord record) throws IOException {
        Map<String, String> joined = joining.namespaces(record.hostConfig());
        if (networkPrepared) {
            Path place = parts.places().runPath().resolve(record.id()).resolve("netns");
            joined.put("network", place.toString()); // a name for people: it is handed over as a descriptor
        }
        return joined;
    }

    /** The specification of a start. */
    SpecPlanner.Planned plan(ContainerRecord record, HostFiles files) throws IOException {
        Identity user = parts.users().find(record);
        HostConfig host = record.hostConfig();
        HostDevices devices = new HostDevices(files);
        Surroundings surroundings = new Surroundings(
                user.user(),
                user.home(),
                files(record),
                joined(record),
                devices.of(host),
                devices.numbers(host.resources()),
                Optional.empty(),
                initProgram(host));
        PlanRequest request = new PlanRequest(
                record.id(),
                linked(record),
                host,
                record.mounts(),
                surroundings,
                parts.machine().facts());
        SpecPlanner.Planned planned = SpecPlanner.plan(
                request,
                "rootfs",
                parts.cgroups().pathOf(record.id(), host.resources().cgroupParent()));
        Spec complete = Injection.into(
                planned.spec(),
                host.resources().deviceRequests(),
                parts.machine().devices());
        return new SpecPlanner.Planned(complete, planned.warnings());
    }

    /** With what it is told of those it is linked to; what it says itself of the same variables counts. */
    private ContainerConfig linked(ContainerRecord record) {
        List<Links.Linked> links = joining.links(record, parts.networks());
        if (links.isEmpty()) {
            return record.config();
        }
        List<String> variables = new ArrayList<>();
        links.forEach(link -> variables.addAll(link.variables(record.name())));
        variables.addAll(record.config().env());
        return record.config().toBuilder().env(variables).build();
    }

    /** The specification of a container that runs already, as far as another process in it depends on it: no paths of the host are looked at. */
    public Spec replan(ContainerRecord record) throws IOException {
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

    /** A container in another's network sees the other's names, too; one in another's ipc namespace its /dev/shm. */
    private Map<String, String> files(ContainerRecord record) throws IOException {
        NamespaceConfig modes = record.hostConfig().namespaces();
        Map<String, String> files = new HashMap<>(joining.sharedMemory(record.id(), modes));
        files.putAll(NameFiles.paths(parts.places().path().resolve(joining.networkOwner(record.id(), modes))));
        return files;
    }

    /** Writes the container's own, at each start anew, unless they are there already. */
    public void writeNetworkFiles(ContainerRecord record, Fd folder, Optional<Spare> spare, Attachment attachment)
            throws IOException {
        String mode = record.hostConfig().namespaces().networkMode();
        if (Modes.container(mode).isPresent()) {
            return;
        }
        NameFiles names = NameFiles.of(
                record.config(),
                Links.inHosts(record.hostConfig().networking(), joining.links(record, parts.networks())),
                Modes.isHost(mode)
                        ? NetworkFiles.Sight.HOST
                        : parts.containerNetworks().sight(record.id()),
                attachment.endpoints());
        if (spare.filter(made -> made.names().equals(names)).isEmpty()) {
            names.write(folder);
        }
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

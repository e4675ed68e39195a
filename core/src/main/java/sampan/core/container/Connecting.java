package sampan.core.container;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import sampan.core.config.NetworkLimit;
import sampan.core.container.network.ContainerNetworks;
import sampan.core.container.network.NameFiles;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.AddressRules;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.network.endpoint.Running;
import sampan.core.plan.Modes;
import sampan.core.timing.Timings;
import sampan.kernel.Fd;

/** How a container comes onto a network and off it, whether it runs or not. */
final class Connecting {
    private final Parts parts;
    private final Life life;

    Connecting(Parts parts, Life life) {
        this.parts = parts;
        this.life = life;
    }

    void connect(String reference, EndpointSettings settings) {
        Network network = parts.networks().find(reference);
        try (Timings.Span _ = parts.timings().begin(Timings.Action.CONNECT)) {
            connect(network, settings);
        }
    }

    private void connect(Network network, EndpointSettings settings) {
        life.exclusively(record -> {
            refuse(record.now(), network);
            AddressRules.check(network, settings, "");
            Map<String, EndpointSettings> networks = networks(record.now());
            if (networks.containsKey(network.name())) {
                throw new EngineException.Forbidden(
                        "endpoint with name " + record.now().name() + " already exists in network " + network.name());
            }
            if (life.state() instanceof ContainerState.Running(int pid, var _, var _)) {
                NameFiles before = files(record.now());
                parts.networks()
                        .connect(new Running(life.id(), pid), ContainerNetworks.own(record.now()), network, settings);
                NetworkLimit limit = record.now().hostConfig().networking().limit();
                if (!limit.isNone()) {
                    parts.networks().limit(new Running(life.id(), pid), limit);
                }
                changed(record.now(), before);
            }
            networks.put(network.name(), settings);
            record.save(record.now().joined(networks));
        });
    }

    void disconnect(String reference, boolean force) {
        Network network = parts.networks().find(reference);
        life.exclusively(record -> {
            String mode = record.now().hostConfig().namespaces().networkMode();
            if (Modes.isHost(mode) && network.name().equals(Network.HOST)) {
                throw new EngineException.Forbidden("container cannot be disconnected from host network");
            }
            Map<String, EndpointSettings> networks = networks(record.now());
            if (networks.remove(network.name()) == null && !force) {
                throw new EngineException.Forbidden(
                        "container " + life.id() + " is not connected to network " + network.name());
            }
            if (life.state() instanceof ContainerState.Running(int pid, var _, var _)) {
                NameFiles before = files(record.now());
                if (parts.networks().disconnect(life.id(), pid, network).isPresent()) {
                    changed(record.now(), before);
                }
            }
            record.save(record.now().joined(networks));
        });
    }

    private static Map<String, EndpointSettings> networks(ContainerRecord record) {
        return new LinkedHashMap<>(record.networks());
    }

    private static void refuse(ContainerRecord record, Network network) {
        String mode = record.hostConfig().namespaces().networkMode();
        if (network.name().equals(Network.HOST)) {
            throw new EngineException.Forbidden(
                    "cannot connect container to host network - container must be created in host network mode");
        }
        if (Modes.isHost(mode) || Modes.container(mode).isPresent()) {
            throw new EngineException.Forbidden(
                    "container sharing network namespace with another container or host cannot be connected to any other network");
        }
        if (mode.equals(Modes.NONE) || network.name().equals(Network.NONE)) {
            throw new EngineException.Forbidden(
                    "container cannot be connected to multiple networks with one of the networks in private (none) mode");
        }
    }

    /** What the next engine reads, and the names that the container itself has. */
    private void changed(ContainerRecord record, NameFiles before) throws IOException {
        ContainerNetworks networks = parts.containerNetworks();
        try (Fd folder = ContainerFolder.open(parts.places().runs(), life.id())) {
            ContainerNetworks.write(folder, networks.attachment(record));
            networks.writeNames(folder, life.id());
        }
        networks.keepNames(life.id(), life.firstProcess(), parts.places().runPath());
        try (Fd folder = ContainerFolder.open(parts.places().containers(), life.id())) {
            files(record).update(folder, before);
        }
    }

    /** As they are to be now. */
    private NameFiles files(ContainerRecord record) throws IOException {
        ContainerNetworks networks = parts.containerNetworks();
        return NameFiles.of(
                record.config(),
                record.hostConfig().networking(),
                networks.sight(record.id()),
                networks.attachment(record).endpoints());
    }
}

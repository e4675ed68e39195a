package sampan.core.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.core.config.HostConfig;
import sampan.core.config.NetworkingConfig;
import sampan.core.config.PortBinding;
import sampan.core.container.network.ContainerNetworks;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.network.PortChange;
import sampan.core.network.Wish;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.port.BoundPort;
import sampan.core.plan.Modes;
import sampan.kernel.Fd;

/** Gives a container other published ports: now, if it runs, and for its next starts. All of what is asked for, or nothing. */
final class Publishing {
    private final Parts parts;
    private final Life life;

    Publishing(Parts parts, Life life) {
        this.parts = parts;
        this.life = life;
    }

    void change(PortChange change) {
        life.exclusively(record -> {
            ContainerRecord before = record.now();
            refuse(before, "publishes no ports");
            NetworkingConfig networking = before.hostConfig().networking();
            Attachment had = parts.containerNetworks().attachment(before);
            Map<String, List<PortBinding>> bindings = change.of(networking.bindings(), had.ports());
            if (life.isRunning()) {
                republish(before, change);
            }
            HostConfig after =
                    before.hostConfig().toBuilder().portBindings(bindings).build();
            record.save(before.limited(after));
            life.news().tell(Action.UPDATE);
        });
    }

    /** Has the same ports as before a change that is not to be. */
    void undo(ContainerRecord before, Attachment had) {
        life.exclusively(record -> {
            if (life.isRunning()) {
                List<BoundPort> now =
                        parts.containerNetworks().attachment(record.now()).ports();
                republish(record.now(), new PortChange(bindings(had.ports(), now), bindings(now, had.ports())));
            }
            HostConfig after = record.now().hostConfig().toBuilder()
                    .portBindings(before.hostConfig().networking().portBindings())
                    .build();
            record.save(record.now().limited(after));
            life.news().tell(Action.UPDATE);
        });
    }

    /** Those that others lack. */
    private static Map<String, List<PortBinding>> bindings(List<BoundPort> ports, List<BoundPort> others) {
        Map<String, List<PortBinding>> all = new LinkedHashMap<>();
        for (BoundPort port : ports) {
            if (!others.contains(port)) {
                all.computeIfAbsent(port.key(), _ -> new ArrayList<>())
                        .add(new PortBinding(port.hostIp(), String.valueOf(port.hostPort())));
            }
        }
        return all;
    }

    private void republish(ContainerRecord record, PortChange change) throws IOException {
        Attachment now = parts.networks().republish(Wish.ofPorts(record.id(), record.name(), change.opened()), change);
        try (Fd folder = ContainerFolder.open(parts.places().runs(), life.id())) {
            ContainerNetworks.write(folder, now);
        }
    }

    static void refuse(ContainerRecord record, String lack) {
        String mode = record.hostConfig().namespaces().networkMode();
        if (Modes.isHost(mode)
                || mode.equals(Modes.NONE)
                || Modes.container(mode).isPresent()) {
            throw new EngineException.Conflict(
                    "Cannot update container " + record.id() + ": network mode " + mode + " " + lack);
        }
    }
}

package sampan.core.container;

import java.io.IOException;
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
            Map<String, List<PortBinding>> bindings = change.of(networking.portBindings(), had.ports());
            if (life.isRunning()) {
                republish(before, change);
            }
            HostConfig after =
                    before.hostConfig().toBuilder().portBindings(bindings).build();
            record.save(before.limited(after));
            life.news().tell(Action.UPDATE);
        });
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

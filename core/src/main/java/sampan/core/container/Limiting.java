package sampan.core.container;

import sampan.core.config.HostConfig;
import sampan.core.config.NetworkLimit;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.event.Action;
import sampan.core.network.endpoint.Running;

/** Gives a container another limit of what goes through its links: now, if it runs, and for its next starts. */
final class Limiting {
    private final Parts parts;
    private final Life life;

    Limiting(Parts parts, Life life) {
        this.parts = parts;
        this.life = life;
    }

    void change(NetworkLimit limit) {
        limit.checked();
        life.exclusively(record -> {
            ContainerRecord before = record.now();
            Publishing.refuse(before, "has no links of its own to limit");
            if (life.state() instanceof ContainerState.Running(int pid, var _, var _)) {
                parts.networks().limit(new Running(life.id(), pid), limit);
            }
            HostConfig after =
                    before.hostConfig().toBuilder().networkLimit(limit).build();
            record.save(before.limited(after));
            life.news().tell(Action.UPDATE);
        });
    }
}

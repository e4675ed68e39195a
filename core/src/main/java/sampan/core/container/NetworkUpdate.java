package sampan.core.container;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import sampan.core.config.NetworkLimit;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerRecord;
import sampan.core.error.EngineException;
import sampan.core.network.PortChange;
import sampan.core.network.endpoint.Attachment;

/** Other ports and another limit of a container, together with what else one command changes: all of it, or nothing. */
final class NetworkUpdate {
    private final Parts parts;
    private final Life life;

    NetworkUpdate(Parts parts, Life life) {
        this.parts = parts;
        this.life = life;
    }

    /**
     * Changes networks first: that can be undone to the last port.
     *
     * @param rest the other changes; what it answers is the answer
     */
    List<String> with(PortChange ports, Optional<NetworkLimit> limit, Supplier<List<String>> rest) {
        ContainerRecord before = life.record();
        Attachment had = parts.containerNetworks().attachment(before);
        Publishing publishing = new Publishing(parts, life);
        boolean published = !ports.isNothing();
        if (published) {
            publishing.change(ports);
        }
        boolean limited = false;
        try {
            if (limit.isPresent()) {
                new Limiting(parts, life).change(limit.get());
                limited = true;
            }
            return rest.get();
        } catch (EngineException refused) {
            if (limited) {
                new Limiting(parts, life)
                        .change(before.hostConfig().networking().limit());
            }
            if (published) {
                publishing.undo(before, had);
            }
            throw refused;
        }
    }
}

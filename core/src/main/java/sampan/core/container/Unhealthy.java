package sampan.core.container;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import sampan.core.caller.Caller;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerRecord;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.health.Health;
import sampan.core.plan.ConfigRules;
import sampan.kernel.process.Signal;

/** What happens to a container when its health check fails: {@code --on-unhealthy}. */
final class Unhealthy {
    private static final Logger LOG = System.getLogger(Unhealthy.class.getName());

    private final Parts parts;
    private final Life life;

    Unhealthy(Parts parts, Life life) {
        this.parts = parts;
        this.life = life;
    }

    /** Its health is this now. Whoever looked does not wait for what follows. */
    void look(String status, Container container) {
        String action = life.record().hostConfig().lifecycle().onUnhealthy();
        if (status.equals(Health.UNHEALTHY) && !action.isEmpty()) {
            parts.later(() -> act(action, container));
        }
    }

    private void act(String action, Container container) {
        LOG.log(Level.INFO, "container " + life.id() + " is unhealthy: " + action);
        try {
            switch (action) {
                case "restart" -> container.restart(Optional.empty(), Optional.empty(), Caller.local());
                case "stop" -> container.stop(Optional.empty(), Optional.empty());
                default -> life.signal(Signal.KILL); // whether it starts again is for its restart policy
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (IOException | EngineException failed) {
            LOG.log(Level.WARNING, "container " + life.id() + " stays unhealthy: " + failed.getMessage());
        }
    }

    /** From now on. */
    void change(String action) {
        String checked = ConfigRules.onUnhealthy(action);
        life.exclusively(record -> {
            ContainerRecord before = record.now();
            record.save(before.limited(
                    before.hostConfig().toBuilder().onUnhealthy(checked).build()));
            life.news().tell(Action.UPDATE);
        });
    }
}

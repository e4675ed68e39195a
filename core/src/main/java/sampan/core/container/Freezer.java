package sampan.core.container;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.kernel.cgroup.Cgroup;

/** Makes the processes of a container stand still, and go on. The kernel knows whether they do: an engine that adopts one asks. */
final class Freezer {
    private static final System.Logger LOG = System.getLogger(Freezer.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Parts parts;
    private final Life life;

    Freezer(Parts parts, Life life) {
        this.parts = parts;
        this.life = life;
    }

    void pause() {
        life.exclusively(_ -> {
            ContainerState.Running running = running();
            if (running.paused()) {
                throw new EngineException.Conflict("Container " + life.id() + " is already paused");
            }
            try {
                cgroup().freeze(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                cgroup().thaw();
                throw new EngineException.SystemError("interrupted while container " + life.id() + " was paused", e);
            }
            if (!life.changes(running, new ContainerState.Running(running.pid(), running.startedAt(), true))) {
                cgroup().thaw();
                throw notRunning();
            }
            life.health().stop();
            life.news().tell(Action.PAUSE);
        });
    }

    void unpause() {
        life.exclusively(_ -> {
            ContainerState state = life.state();
            if (!(state instanceof ContainerState.Running running) || !running.paused()) {
                throw new EngineException.Conflict("Container " + life.id() + " is not paused");
            }
            cgroup().thaw();
            life.changes(running, new ContainerState.Running(running.pid(), running.startedAt(), false));
            life.health().goOn(life.record().config(), running.startedAt());
            life.news().tell(Action.UNPAUSE);
        });
    }

    /** It was paused by an earlier engine. */
    void look() {
        try {
            if (life.state() instanceof ContainerState.Running running
                    && parts.cgroups().exist()
                    && cgroup().isFrozen()) {
                life.changes(running, new ContainerState.Running(running.pid(), running.startedAt(), true));
                life.health().stop();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot see whether container " + life.id() + " is paused", e);
        }
    }

    private ContainerState.Running running() {
        return switch (life.state()) {
            case ContainerState.Running running -> running;
            case ContainerState.Restarting _ ->
                throw new EngineException.Conflict(
                        "Container " + life.id() + " is restarting, wait until the container is running");
            case ContainerState.Created _, ContainerState.Stopped _ -> throw notRunning();
        };
    }

    private EngineException.Conflict notRunning() {
        return new EngineException.Conflict("Container " + life.id() + " is not running");
    }

    private Cgroup cgroup() {
        if (!parts.cgroups().exist()) {
            throw new EngineException.NotSupported("this host has no cgroups: nothing can be paused");
        }
        return parts.cgroups()
                .cgroup(life.id(), life.record().hostConfig().resources().cgroupParent());
    }
}

package sampan.core.container;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import sampan.core.container.state.ContainerState;
import sampan.core.container.state.Ids;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.exec.Exec;
import sampan.core.exec.ExecConfig;
import sampan.core.exec.ExecHost;

/** The processes that were added to a container, the ended ones for as long as somebody may still ask for their exit code. */
final class Execs {
    private static final Duration KEPT = Duration.ofMinutes(5);
    /** How long some stay beyond that: looking at all of them with each new one would cost more than the new one. */
    private static final Duration LONGER = Duration.ofSeconds(10);

    private final Ids ids = new Ids();
    private final Map<String, Exec> byId = new ConcurrentHashMap<>();
    /** Those that have not ended, and some that have. */
    private final Map<String, Exec> current = new ConcurrentHashMap<>();

    private volatile Instant nextLook = Instant.EPOCH;

    /** A further process of a container, prepared. */
    Exec make(ExecConfig config, Life life, ExecHost host) {
        refuseUnlessReady(life);
        if (config.cmd().isEmpty()) {
            throw new EngineException.InvalidArgument("No exec command specified");
        }
        Exec exec = new Exec(ids.next(), config, host);
        add(exec);
        host.tell(Action.execCreate(config.cmd()), Map.of("execID", exec.id()));
        return exec;
    }

    private static void refuseUnlessReady(Life life) {
        switch (life.state()) {
            case ContainerState.Running(int _, Instant _, boolean paused) -> {
                if (paused) {
                    throw new EngineException.Conflict(
                            "Container " + life.record().name() + " is paused, unpause the container before exec");
                }
            }
            case ContainerState.Restarting _ ->
                throw new EngineException.Conflict(
                        "Container " + life.id() + " is restarting, wait until the container is running");
            case ContainerState.Created _, ContainerState.Stopped _ ->
                throw new EngineException.Conflict("Container " + life.id() + " is not running");
        }
    }

    private void add(Exec exec) {
        Instant now = Instant.now();
        if (now.isAfter(nextLook)) {
            nextLook = now.plus(LONGER);
            Instant forgotten = now.minus(KEPT);
            byId.values()
                    .removeIf(old -> old.endedAt().filter(forgotten::isAfter).isPresent());
            forgetEnded();
        }
        byId.put(exec.id(), exec);
        current.put(exec.id(), exec);
    }

    Optional<Exec> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<String> running() {
        forgetEnded();
        return List.copyOf(current.keySet());
    }

    private void forgetEnded() {
        current.values().removeIf(exec -> exec.endedAt().isPresent());
    }
}

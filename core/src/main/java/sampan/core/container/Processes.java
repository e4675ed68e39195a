package sampan.core.container;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import sampan.core.container.state.ContainerState;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.top.ProcessList;

/** The processes of a container. */
final class Processes {
    private final Life life;

    Processes(Life life) {
        this.life = life;
    }

    ProcessList list(String options) throws InterruptedException {
        ContainerState.Running running = switch (life.state()) {
            case ContainerState.Running found -> found;
            case ContainerState.Restarting _ ->
                throw new EngineException.Conflict(
                        "Container " + life.id() + " is restarting, wait until the container is running");
            case ContainerState.Created _, ContainerState.Stopped _ ->
                throw new EngineException.Conflict("Container " + life.id() + " is not running");
        };
        try {
            Set<Integer> pids = new HashSet<>(life.pids());
            pids.add(running.pid());
            ProcessList list = ProcessList.of(options, pids);
            life.news().tell(Action.TOP);
            return list;
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot list the processes of container " + life.id(), e);
        }
    }
}

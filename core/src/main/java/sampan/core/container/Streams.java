package sampan.core.container;

import java.io.IOException;
import java.util.Map;
import sampan.core.container.start.Parts;
import sampan.core.container.state.ContainerFolder;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.monitor.Monitors;
import sampan.kernel.Fd;

/** How others come to a container's standard streams and its terminal. */
final class Streams {
    private final Parts parts;
    private final Life life;

    Streams(Parts parts, Life life) {
        this.parts = parts;
        this.life = life;
    }

    /** Of one that runs from now on, of another from its next start on. */
    Fd attach(int interests) {
        return life.look(_ -> {
            life.news().tell(Action.ATTACH);
            if (life.isRunning()) {
                try (Fd folder = ContainerFolder.open(parts.places().runs(), life.id())) {
                    return Monitors.attach(folder, interests);
                }
            }
            return life.client().connect(interests);
        });
    }

    void resize(int rows, int columns) {
        try {
            if (!life.isRunning() || !life.current().resize(rows, columns)) {
                throw new EngineException.Conflict("Container " + life.id() + " is not running");
            }
            life.news().tell(Action.RESIZE, Map.of("height", String.valueOf(rows), "width", String.valueOf(columns)));
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot resize the terminal of container " + life.id(), e);
        }
    }
}

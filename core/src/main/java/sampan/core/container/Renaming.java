package sampan.core.container;

import java.io.IOException;
import java.util.Map;
import sampan.core.container.state.ContainerName;
import sampan.core.error.EngineException;
import sampan.core.event.Action;

/** Gives a container another name. */
final class Renaming {
    private static final String REFUSED = "Error when allocating new name: ";

    private final Life life;
    private final Life.Index index;

    Renaming(Life life, Life.Index index) {
        this.life = life;
        this.index = index;
    }

    void to(String asked) {
        if (asked.isEmpty()) {
            throw new EngineException.InvalidArgument("Neither old nor new names may be empty");
        }
        life.exclusively(record -> {
            String before = record.now().name();
            if (asked.equals(before) || asked.equals("/" + before)) {
                throw new EngineException.InvalidArgument(
                        "Renaming a container with the same name as its current name");
            }
            String name = take(asked);
            try {
                record.save(record.now().renamed(name));
            } catch (IOException e) {
                index.free(name, life);
                throw e;
            }
            index.free(before, life);
            if (life.isGone()) { // its process has ended meanwhile, and its name was the old one then
                index.free(name, life);
            }
            life.news().tell(Action.RENAME, Map.of("oldName", "/" + before));
        });
    }

    private String take(String asked) {
        try {
            String name = ContainerName.parse(asked);
            index.take(name, life);
            return name;
        } catch (EngineException.InvalidArgument e) {
            throw new EngineException.InvalidArgument(REFUSED + e.getMessage());
        } catch (EngineException.Conflict e) {
            throw new EngineException.Conflict(REFUSED + e.getMessage());
        }
    }
}

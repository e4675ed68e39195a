package sampan.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.core.event.EventType;
import sampan.core.event.Subject;
import sampan.core.image.Pruned;
import sampan.core.image.catalogue.Image;
import sampan.core.network.definition.Network;
import sampan.core.volume.Volume;

/** Removes what nobody needs, kind by kind, and tells the journal how much room that makes. What somebody begins to use meanwhile stays. */
final class Pruning {
    private final Engine engine;

    Pruning(Engine engine) {
        this.engine = engine;
    }

    Reclaimed containers(Predicate<Container> fits) {
        Tally tally = new Tally();
        for (Container container : engine.containers().list()) {
            if (!container.state().isUp() && fits.test(container)) {
                tally.remove(container.id(), container.diskUsage(), container::remove);
            }
        }
        return tell(EventType.CONTAINER, tally.done());
    }

    Reclaimed volumes(Predicate<Volume> fits) {
        Tally tally = new Tally();
        for (Volume volume : engine.volumes().list()) {
            String name = volume.name().text();
            // What somebody made of a device is not thrown away unnamed.
            if (volume.options().isEmpty()
                    && fits.test(volume)
                    && Engine.users(engine.everybodys(), name).isEmpty()) {
                tally.remove(name, engine.volumes().usage(volume), () -> engine.removeVolume(name));
            }
        }
        return tell(EventType.VOLUME, tally.done());
    }

    Pruned images(Predicate<Image> fits, boolean all) {
        Pruned pruned = engine.images().prune(fits, all, engine::imageUses);
        publish(EventType.IMAGE, pruned.reclaimed());
        return pruned;
    }

    private Reclaimed tell(EventType type, Reclaimed reclaimed) {
        publish(type, reclaimed.bytes());
        return reclaimed;
    }

    private void publish(EventType type, long bytes) {
        engine.events().publish(Subject.all(type), Action.PRUNE, Map.of("reclaimed", String.valueOf(bytes)));
    }

    /** What has been removed. */
    List<Network> networks(Predicate<Network> fits) {
        List<Network> removed = new ArrayList<>();
        for (Network network : engine.networks().list()) {
            boolean used = engine.everybodys().list().stream()
                    .anyMatch(container -> container.networks().contains(network.name()));
            if (!network.isPredefined() && !network.configOnly() && !used && fits.test(network)) {
                try {
                    engine.networks().remove(network.id());
                    removed.add(network);
                } catch (EngineException.NotFound | EngineException.Forbidden _) {
                    // gone, or used, meanwhile
                }
            }
        }
        publish(EventType.NETWORK, 0);
        return removed;
    }

    private static final class Tally {
        private final List<String> removed = new ArrayList<>();
        private long bytes;

        void remove(String name, long size, Runnable removal) {
            try {
                removal.run();
                removed.add(name);
                bytes += size;
            } catch (EngineException.Conflict | EngineException.NotFound _) {
                // somebody uses it, or has removed it, meanwhile
            }
        }

        Reclaimed done() {
            return new Reclaimed(removed, bytes);
        }
    }
}

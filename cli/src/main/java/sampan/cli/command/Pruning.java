package sampan.cli.command;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import sampan.cli.table.Sizes;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.core.image.Pruned;
import sampan.core.image.Removal;
import sampan.core.volume.Volume;
import sampan.core.volume.VolumeSpace;

/** Removes what nobody needs, kind by kind, and tells what it was. */
final class Pruning {
    private final Call call;
    private final StringBuilder told = new StringBuilder();
    private long reclaimed;

    Pruning(Call call) {
        this.call = call;
    }

    /** Those that do not run. */
    void containers(PruneFilter filter) {
        List<String> removed = new ArrayList<>();
        for (Container container : call.engine().containers().list()) {
            if (!container.state().isUp()
                    && filter.fits(container.created(), container.config().labels())) {
                long size = container.diskUsage();
                if (remove(container)) {
                    removed.add(container.id());
                    reclaimed += size;
                }
            }
        }
        tell("Deleted Containers:", removed);
    }

    /** False when somebody has started or removed it in between. */
    private static boolean remove(Container container) {
        try {
            container.remove();
            return true;
        } catch (EngineException.Conflict | EngineException.NotFound _) {
            return false;
        }
    }

    /** Volumes without a name of their own that no container has. */
    void volumes(PruneFilter filter) {
        List<String> removed = new ArrayList<>();
        for (Volume volume : call.engine().volumes().list()) {
            List<String> users = call.engine().containers().list().stream()
                    .filter(container -> DiskUsage.has(container, volume.name().text()))
                    .map(Container::id)
                    .toList();
            if (volume.anonymous() && users.isEmpty() && filter.fits(volume.created(), volume.labels())) {
                long size = VolumeSpace.of(volume);
                call.engine().volumes().remove(volume.name().text(), users);
                removed.add(volume.name().text());
                reclaimed += size;
            }
        }
        tell("Deleted Volumes:", removed);
    }

    /** @param all also those that have names */
    void images(PruneFilter filter, boolean all) {
        Pruned pruned = call.engine()
                .pruneImages(
                        image -> filter.fits(
                                image.config().created().orElse(Instant.EPOCH),
                                image.config().config().labels()),
                        all);
        reclaimed += pruned.reclaimed();
        tell("Deleted Images:", pruned.steps().stream().map(Pruning::line).toList());
    }

    private static String line(Removal step) {
        return switch (step) {
            case Removal.Untagged(String reference) -> "untagged: " + reference;
            case Removal.Deleted(String digest) -> "deleted: " + digest;
        };
    }

    private void tell(String title, List<String> removed) {
        if (!removed.isEmpty()) {
            told.append(title).append('\n').append(String.join("\n", removed)).append("\n\n");
        }
    }

    /** What was removed, and how much room that makes. */
    String text() {
        return told + "Total reclaimed space: " + Sizes.precise(reclaimed) + "\n";
    }
}

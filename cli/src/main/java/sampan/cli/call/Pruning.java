package sampan.cli.call;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.table.Sizes;
import sampan.core.Reclaimed;
import sampan.core.filter.PruneFilter;
import sampan.core.image.Pruned;
import sampan.core.image.Removal;
import sampan.core.network.definition.Network;
import sampan.core.volume.Volume;

/** Removes what nobody needs, kind by kind, and tells what it was. */
public final class Pruning {
    private final Call call;
    private final StringBuilder told = new StringBuilder();
    private long reclaimed;

    public Pruning(Call call) {
        this.call = call;
    }

    /** Those given, and those that the caller's configuration file has for always; by their keys. */
    public static Map<String, List<String>> filters(Call call, Flag<String> given) throws IOException, InvalidValue {
        return FilterFlag.byKey(Preferences.pruneFilters(call, call.flags().values(given)));
    }

    /** Those that do not run. */
    public void containers(PruneFilter filter) {
        tell(
                "Deleted Containers:",
                call.engine()
                        .pruneContainers(container -> filter.fits(
                                container.created(), container.config().labels())));
    }

    /** Those of users' making that no container has. */
    public void networks(Predicate<Network> wanted) {
        tell(
                "Deleted Networks:",
                call.engine().pruneNetworks(wanted).stream().map(Network::name).toList());
    }

    /** Volumes that no container has. */
    public void volumes(Predicate<Volume> wanted) {
        tell("Deleted Volumes:", call.engine().pruneVolumes(wanted));
    }

    /** @param all also those that have names */
    public void images(PruneFilter filter, boolean all) {
        images(call.engine()
                .pruneImages(
                        image -> filter.fits(
                                image.config().created().orElse(Instant.EPOCH),
                                image.config().config().labels()),
                        all));
    }

    /** What was removed of images. */
    public void images(Pruned pruned) {
        reclaimed += pruned.reclaimed();
        tell("Deleted Images:", pruned.steps().stream().map(Pruning::line).toList());
    }

    private static String line(Removal step) {
        return switch (step) {
            case Removal.Untagged(String reference) -> "untagged: " + reference;
            case Removal.Deleted(String digest) -> "deleted: " + digest;
        };
    }

    private void tell(String title, Reclaimed gone) {
        reclaimed += gone.bytes();
        tell(title, gone.removed());
    }

    private void tell(String title, List<String> removed) {
        if (!removed.isEmpty()) {
            told.append(title).append('\n').append(String.join("\n", removed)).append("\n\n");
        }
    }

    /** What was removed. */
    public String removed() {
        return told.toString();
    }

    /** What was removed, and how much room that makes. */
    public String text() {
        return told + "Total reclaimed space: " + Sizes.precise(reclaimed) + "\n";
    }
}

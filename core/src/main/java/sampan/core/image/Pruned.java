package sampan.core.image;

import java.util.ArrayList;
import java.util.List;

/**
 * What was removed.
 *
 * @param reclaimed bytes of the files that went
 */
public record Pruned(List<Removal> steps, long reclaimed) {
    static final Pruned NOTHING = new Pruned(List.of(), 0);

    public Pruned {
        steps = List.copyOf(steps);
    }

    Pruned and(Pruned more) {
        List<Removal> all = new ArrayList<>(steps);
        all.addAll(more.steps);
        return new Pruned(all, reclaimed + more.reclaimed);
    }
}

package sampan.core.policy;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rule of a policy.
 *
 * @param sockets by which somebody came; empty: any
 * @param uids of callers; empty, like the groups: anybody
 * @param group whose members may connect to its Unix sockets; empty: as all others
 */
public record Rule(
        String name, List<String> sockets, Set<Long> uids, Set<Long> gids, Optional<String> group, Grant grant) {
    boolean fits(Asker asker) {
        return (sockets.isEmpty() || sockets.contains(asker.socket())) && (isForAnybody() || isFor(asker));
    }

    private boolean isForAnybody() {
        return uids.isEmpty() && gids.isEmpty();
    }

    private boolean isFor(Asker asker) {
        return (asker.uid().isPresent() && uids.contains(asker.uid().getAsLong()))
                || gids.stream().anyMatch(asker::isIn);
    }
}

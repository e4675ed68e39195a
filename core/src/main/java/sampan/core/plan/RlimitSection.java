package sampan.core.plan;

import java.util.List;
import java.util.Locale;
import sampan.core.config.Ulimit;
import sampan.core.error.EngineException;
import sampan.oci.spec.Rlimit;

/** {@code --ulimit}. */
final class RlimitSection {
    private RlimitSection() {}

    static List<Rlimit> of(List<Ulimit> ulimits) {
        return ulimits.stream()
                .map(limit -> new Rlimit("RLIMIT_" + limit.name().toUpperCase(Locale.ROOT), limit.soft(), limit.hard()))
                .toList();
    }

    static void check(List<Ulimit> ulimits) {
        for (Ulimit limit : ulimits) {
            if (!Ulimit.NAMES.contains(limit.name())) {
                throw new EngineException.InvalidArgument("invalid ulimit type: " + limit.name());
            }
            if (limit.hard() != -1 && (limit.soft() == -1 || limit.soft() > limit.hard())) {
                throw new EngineException.InvalidArgument("ulimit soft limit must be less than or equal to hard limit: "
                        + limit.soft() + " > " + limit.hard());
            }
        }
    }
}

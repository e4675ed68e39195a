package sampan.api;

import java.util.Map;
import java.util.Optional;
import sampan.core.audit.AuditLog;
import sampan.core.policy.Gate;
import sampan.core.policy.Policy;

/**
 * Who comes in, and who hears of it.
 *
 * @param log empty: nobody
 * @param groups whose members may connect to Unix sockets, by the sockets' addresses; others have the engine's group
 */
public record Doors(Gate gate, Optional<AuditLog> log, Map<String, Long> groups) {
    public Doors {
        groups = Map.copyOf(groups);
    }

    /** Whoever can connect may do everything. */
    public static Doors open() {
        return new Doors(new Gate(Policy.NONE), Optional.empty(), Map.of());
    }
}

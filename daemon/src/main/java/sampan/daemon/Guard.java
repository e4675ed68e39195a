package sampan.daemon;

import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import sampan.api.ApiAddress;
import sampan.api.Doors;
import sampan.cli.front.Group;
import sampan.core.audit.AuditLog;
import sampan.core.error.EngineException;
import sampan.core.policy.Gate;
import sampan.core.policy.Policy;
import sampan.core.policy.PolicyFile;
import sampan.core.policy.Rule;

/**
 * The policy and the audit log that an engine is to have.
 *
 * @param policy empty: there are no rules
 * @param log empty: nobody is told
 */
record Guard(Optional<Path> policy, Optional<Path> log) {
    private static final Path GROUPS = Path.of("/etc/group");

    static Guard of(Settings settings, Path dataRoot) {
        Optional<String> named = settings.value(DaemonFlags.POLICY);
        Optional<Path> policy = named.isPresent()
                ? Optional.of(Path.of(named.get()))
                // Not java.nio.file's: an engine that starts has not loaded that yet.
                : new File(DaemonFlags.DEFAULT_POLICY).exists()
                        ? Optional.of(Path.of(DaemonFlags.DEFAULT_POLICY))
                        : Optional.empty();
        Optional<String> log = settings.value(DaemonFlags.AUDIT_LOG);
        if (log.isPresent()) {
            return new Guard(policy, Optional.of(Path.of(log.get())));
        }
        return new Guard(policy, policy.isPresent() ? Optional.of(dataRoot.resolve("audit.log")) : Optional.empty());
    }

    /**
     * The rules as they are written now.
     *
     * @param served addresses of the sockets there are: a rule for another one would hold for nobody
     */
    Policy read(Set<String> served) {
        if (policy.isEmpty()) {
            return Policy.NONE;
        }
        Policy read = PolicyFile.read(policy.get());
        for (Rule rule : read.rules()) {
            for (String socket : rule.sockets()) {
                if (!served.contains(socket)) {
                    throw new EngineException.InvalidArgument("the policy " + policy.get() + " is not valid: rule "
                            + rule.name() + " is for " + socket + ", which is not among the sockets here: "
                            + String.join(" ", served));
                }
            }
        }
        return read;
    }

    /** The addresses of an engine's sockets. */
    static Set<String> served(List<ApiAddress> addresses, Path front) {
        Set<String> served = new HashSet<>();
        served.add("unix://" + front);
        // No lambda: an engine that starts would make its first caller wait for it.
        for (ApiAddress address : addresses) {
            served.add(address.toString());
        }
        return served;
    }

    /** For an engine that is about to listen. */
    Doors doors(Set<String> served) {
        if (policy.isEmpty() && log.isEmpty()) {
            return Doors.open();
        }
        Policy rules = read(served);
        Map<String, Long> groups = new HashMap<>();
        for (String socket : served) {
            Optional<String> group = rules.group(socket);
            if (group.isPresent()) {
                groups.put(socket, id(group.get()));
            }
        }
        Optional<AuditLog> opened = log.isPresent() ? Optional.of(AuditLog.open(log.get())) : Optional.empty();
        return new Doors(new Gate(rules), opened, groups);
    }

    private static long id(String group) {
        OptionalLong known = Group.id(GROUPS, group);
        if (known.isEmpty()) {
            throw new EngineException.InvalidArgument("the policy is not valid: there is no group " + group);
        }
        return known.getAsLong();
    }
}

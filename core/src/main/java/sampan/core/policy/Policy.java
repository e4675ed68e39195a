package sampan.core.policy;

import java.util.List;
import java.util.Optional;

/** Rules, of which the first that fits holds. Who fits none has the rights that the socket itself gives. */
public record Policy(List<Rule> rules) {
    public static final Policy NONE = new Policy(List.of());

    public Policy {
        rules = List.copyOf(rules);
    }

    Optional<Rule> rule(Asker asker) {
        return rules.stream().filter(rule -> rule.fits(asker)).findFirst();
    }

    /** Whose members may connect to a socket, when a rule says so. */
    public Optional<String> group(String socket) {
        return rules.stream()
                .filter(rule -> rule.sockets().contains(socket))
                .flatMap(rule -> rule.group().stream())
                .findFirst();
    }
}

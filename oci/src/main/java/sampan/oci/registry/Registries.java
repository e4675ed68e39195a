package sampan.oci.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import sampan.oci.image.ImageReference;

/**
 * Which registries a name leads to, as this host's configuration has it.
 *
 * @param rules of {@code registries.conf}
 */
public record Registries(List<Rule> rules) {
    private static final String HUB = "docker.io";

    public Registries {
        rules = List.copyOf(rules);
    }

    /**
     * A {@code [[registry]]} (containers-registries.conf(5)).
     *
     * @param prefix of the names it is for, {@code *.example.org}, {@code host[:port][/path]} or a block of addresses, {@code 10.0.0.0/8}
     * @param location what takes the prefix's place; empty: the prefix
     * @param realms hosts of token services, beside its own, that may be told the password for it
     */
    public record Rule(
            String prefix,
            String location,
            boolean insecure,
            boolean blocked,
            List<Mirror> mirrors,
            Set<String> realms) {
        public Rule {
            mirrors = List.copyOf(mirrors);
            realms = Set.copyOf(realms);
        }

        boolean isFor(String name) {
            if (AddressBlock.is(prefix)) {
                int end = name.indexOf('/');
                return AddressBlock.parse(prefix).contains(Location.hostName(end < 0 ? name : name.substring(0, end)));
            }
            if (prefix.startsWith("*.")) {
                int slash = name.indexOf('/');
                String host = Location.hostName(slash < 0 ? name : name.substring(0, slash));
                return host.endsWith(prefix.substring(1));
            }
            return name.equals(prefix) || name.startsWith(prefix + "/");
        }

        Location place(String name) {
            boolean moved = !location.isEmpty() && !prefix.startsWith("*.");
            return at(moved ? location + name.substring(prefix.length()) : name, insecure, false);
        }

        Location mirror(Mirror mirror, String name) {
            boolean whole = prefix.startsWith("*.");
            String rest = whole ? name.substring(name.indexOf('/')) : name.substring(prefix.length());
            return at(mirror.location() + rest, mirror.insecure(), true);
        }
    }

    /** @param pullBy {@code all}, {@code digest-only} or {@code tag-only} */
    public record Mirror(String location, boolean insecure, String pullBy) {
        boolean serves(ImageReference reference) {
            return switch (pullBy) {
                case "digest-only" -> reference.digest().isPresent();
                case "tag-only" -> reference.digest().isEmpty();
                default -> true;
            };
        }
    }

    private static Location at(String name, boolean insecure, boolean mirror) {
        int slash = name.indexOf('/');
        return new Location(name.substring(0, slash), name.substring(slash + 1), insecure, mirror);
    }

    /** The same, with mirrors of Docker Hub that are asked before others, and registries or blocks of addresses that are insecure. */
    public Registries and(List<Mirror> hubMirrors, List<String> insecure) {
        List<Rule> all = new ArrayList<>(rules);
        if (!hubMirrors.isEmpty()) {
            change(all, HUB, rule -> {
                List<Mirror> mirrors = new ArrayList<>(hubMirrors);
                mirrors.addAll(rule.mirrors());
                return new Rule(HUB, rule.location(), rule.insecure(), rule.blocked(), mirrors, rule.realms());
            });
        }
        for (String host : insecure) {
            change(
                    all,
                    host,
                    rule -> new Rule(host, rule.location(), true, rule.blocked(), rule.mirrors(), rule.realms()));
        }
        return new Registries(all);
    }

    private static void change(List<Rule> rules, String prefix, UnaryOperator<Rule> change) {
        Rule known = rules.stream()
                .filter(rule -> rule.prefix().equals(prefix))
                .findFirst()
                .orElse(new Rule(prefix, "", false, false, List.of(), Set.of()));
        rules.remove(known);
        rules.add(change.apply(known));
    }

    /**
     * Where to ask for an image: mirrors first, then the registry itself.
     *
     * @throws RegistryException when the name is blocked
     */
    List<Location> toPull(ImageReference reference) throws RegistryException {
        Location own = toPush(reference);
        List<Location> all = new ArrayList<>();
        Optional<Rule> rule = rule(reference.name());
        for (Mirror mirror : rule.map(Rule::mirrors).orElse(List.of())) {
            if (mirror.serves(reference)) {
                all.add(rule.orElseThrow().mirror(mirror, reference.name()));
            }
        }
        all.add(own);
        return all;
    }

    /** @throws RegistryException when the name is blocked */
    Location toPush(ImageReference reference) throws RegistryException {
        Optional<Rule> rule = rule(reference.name());
        if (rule.isPresent() && rule.get().blocked()) {
            throw new RegistryException(
                    RegistryException.Kind.FORBIDDEN,
                    "registry " + rule.get().prefix() + " is blocked in registries.conf");
        }
        return rule.map(found -> found.place(reference.name())).orElseGet(() -> at(reference.name(), false, false));
    }

    boolean isInsecure(String host) {
        return rule(host).map(Rule::insecure).orElse(false);
    }

    /** Hosts that may be told the password for a registry. */
    Set<String> realms(String host) {
        return rule(host).map(Rule::realms).orElse(Set.of());
    }

    /** The one with the longest prefix. */
    private Optional<Rule> rule(String name) {
        return rules.stream()
                .filter(candidate -> candidate.isFor(name))
                .max(Comparator.comparingInt(candidate -> candidate.prefix().length()));
    }
}

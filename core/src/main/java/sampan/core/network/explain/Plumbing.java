package sampan.core.network.explain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sampan.core.network.KernelView;
import sampan.core.network.address.Subnet;
import sampan.core.network.link.PreparedNamespace;
import sampan.kernel.netlink.Addresses;
import sampan.kernel.netlink.Link;
import sampan.kernel.netlink.Links;
import sampan.kernel.netlink.Prefix;
import sampan.kernel.netlink.Routes;

/**
 * Links, addresses, routes and rules as they were at one moment, on the host and in one container.
 *
 * @param table the engine's own
 * @param chains of all tables, as nft lists them
 */
record Plumbing(Side host, Side container, FilterTable table, String own, String chains) {
    private static final Pattern TABLE = Pattern.compile("table (\\S+ \\S+) \\{");
    private static final Pattern CHAIN = Pattern.compile("\tchain (\\S+) \\{");
    private static final Pattern HOOK = Pattern.compile(".* hook (\\S+).*; policy (\\w+);.*");

    /** One network namespace. */
    record Side(List<Link> links, List<Addresses.Assigned> addresses, List<Routes.Route> routes) {
        Optional<Link> link(String name) {
            return links.stream().filter(link -> link.name().equals(name)).findFirst();
        }

        String nameOf(int index) {
            return links.stream()
                    .filter(link -> link.index() == index)
                    .map(Link::name)
                    .findFirst()
                    .orElse("?");
        }

        String described(String name) {
            return link(name).map(this::described).orElse(name + " (is not there)");
        }

        private String described(Link link) {
            String own = addresses.stream()
                    .filter(one -> one.link() == link.index())
                    .filter(one -> !one.prefix().address().isLinkLocalAddress())
                    .map(one -> shown(one.prefix()))
                    .collect(Collectors.joining(" "));
            return link.name() + " (" + (link.kind().isEmpty() ? "card" : link.kind())
                    + (own.isEmpty() ? "" : ", " + own) + ", mtu " + link.mtu() + (link.up() ? ", up" : ", DOWN")
                    + (link.master() == 0 ? "" : ", port of " + nameOf(link.master())) + ")";
        }

        Optional<Routes.Route> byDefault() {
            return routes.stream()
                    .filter(route -> route.destination().length() == 0)
                    .findFirst();
        }

        String shown(Routes.Route route) {
            return (route.destination().length() == 0 ? "default" : shown(route.destination()))
                    + route.gateway()
                            .map(gateway -> " via " + Subnet.text(gateway))
                            .orElse("") + " dev "
                    + nameOf(route.link());
        }

        private static String shown(Prefix prefix) {
            return Subnet.text(prefix.address()) + "/" + prefix.length();
        }

        /** The narrowest that fits. */
        String routeTo(String address) {
            return routes.stream()
                    .filter(route ->
                            Packet.isIn(address, route.destination().toString()).orElse(false))
                    .max(Comparator.comparingInt(route -> route.destination().length()))
                    .map(this::shown)
                    .orElse("this host has none to " + address);
        }
    }

    static Plumbing read(KernelView kernel, int pid) throws IOException {
        Side host = new Side(kernel.links(), kernel.addresses(), kernel.routes());
        try (PreparedNamespace inside = kernel.inside(pid)) {
            Side container = new Side(
                    new Links(inside.routes()).list(),
                    new Addresses(inside.routes()).list(),
                    new Routes(inside.routes()).list());
            return new Plumbing(
                    host, container, FilterTable.parse(kernel.rules()), "inet " + kernel.table(), kernel.allChains());
        }
    }

    /** By which this host reaches the rest of the world. */
    String outerLink() {
        return host.byDefault().map(route -> host.nameOf(route.link())).orElse("(any other link)");
    }

    /** An address of this host that somebody outside may know. */
    String outerAddress(boolean v6) {
        String outer = outerLink();
        return host.addresses().stream()
                .filter(one -> host.nameOf(one.link()).equals(outer))
                .map(one -> Subnet.text(one.prefix().address()))
                .filter(address -> address.indexOf(':') >= 0 == v6)
                .findFirst()
                .orElse(v6 ? "::" : "0.0.0.0");
    }

    String link(String name) {
        return host.described(name);
    }

    String inner(String name) {
        return container.described(name) + " in the container";
    }

    String routeTo(String address) {
        return host.routeTo(address);
    }

    String innerDefault() {
        return container.byDefault().map(container::shown).orElse("none that leads anywhere else");
    }

    /** Chains of others at a hook: they have their say whatever ours say. */
    List<String> others(String hook) {
        List<String> found = new ArrayList<>();
        String family = "";
        String chain = "";
        for (String line : chains.lines().toList()) {
            Matcher begins = TABLE.matcher(line);
            Matcher named = CHAIN.matcher(line);
            Matcher hooked = HOOK.matcher(line);
            if (begins.matches()) {
                family = begins.group(1);
            } else if (named.matches()) {
                chain = named.group(1);
            } else if (hooked.matches() && hooked.group(1).equals(hook) && !family.equals(own)) {
                found.add("asked as well, not Sampan's: table " + family + ", chain " + chain + ", policy "
                        + hooked.group(2));
            }
        }
        return found;
    }
}

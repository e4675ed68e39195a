package sampan.core.network.firewall;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table in the language of nft(8). Pure.
 *
 * <p>Rules do not grow with what they are about: bridges, ports and callers are elements. A port is found by protocol, address and number in one look; there is no
 * process behind it. Only what is addressed to the host itself is looked up (CVE-2025-67499), and what claims to come from or go to the loopback never enters from
 * outside or from a container, as a port published on 127.0.0.1 is nobody else's, and routing to it has to be allowed on the bridges (CVE-2020-8558).
 */
record Ruleset(List<BridgeRules> bridges, Collection<Forwarding> forwardings, Collection<String> hostCallers) {
    private static final String CHAINS = """
              chain guard {
                type filter hook prerouting priority raw; policy accept;
                ip daddr 127.0.0.0/8 iifname != "lo" drop
                ip saddr 127.0.0.0/8 iifname @bridges drop
              }
              chain to-this-host {
                type nat hook prerouting priority dstnat; policy accept;
                iifname @internal return
                fib daddr type local jump ports
              }
              chain from-this-host {
                type nat hook output priority -100; policy accept;
                fib daddr type local jump ports
              }
              chain ports {
                dnat ip to meta l4proto . ip daddr . th dport map @somewhere4
                dnat ip6 to meta l4proto . ip6 daddr . th dport map @somewhere6
                meta nfproto ipv4 dnat ip to meta l4proto . th dport map @anywhere4
                meta nfproto ipv6 dnat ip6 to meta l4proto . th dport map @anywhere6
              }
              chain leaving {
                type nat hook postrouting priority srcnat; policy accept;
                oifname @bridges ip saddr 127.0.0.0/8 masquerade
                oifname @bridges ip6 saddr ::1 masquerade
                iifname . oifname @same ct status dnat masquerade
                iifname @masqueraded oifname != @bridges masquerade
              }
            """;

    /**
     * What may pass; with the priorities of both base chains left open. That a connection is known is not enough for whoever began it: what was refused when it began
     * is refused as long as it lasts, also when there were no rules in between.
     */
    static final String FILTERS = """
              chain forward {
                type filter hook forward priority %s; policy accept;
                oifname @bridges goto entering
                iifname @bridges goto out
              }
              chain entering {
                ct direction reply accept
                ct state related accept
                iifname . oifname @open accept
                iifname @internal drop
                oifname @internal drop
                ct status dnat accept
                drop
              }
              chain out {
                iifname @internal drop
              }
              chain input {
                type filter hook input priority %s; policy accept;
                ct direction reply accept
                iifname @bridges goto host
              }
              chain host {
                ct state related accept
                iifname @hosted accept
                ip saddr @callers4 accept
                ip6 saddr @callers6 accept
                meta l4proto icmp accept
                icmpv6 type { echo-request, nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit } accept
                reject with icmpx admin-prohibited
              }
            """;

    /** The whole table, in place of whatever it was: one transaction. */
    String text(String table) {
        StringBuilder text = new StringBuilder();
        text.append("add table inet ").append(table).append('\n');
        text.append("delete table inet ").append(table).append('\n');
        text.append("table inet ").append(table).append(" {\n");
        text.append(sets());
        map(text, "somewhere4", "inet_proto . ipv4_addr . inet_service : ipv4_addr . inet_service");
        map(text, "somewhere6", "inet_proto . ipv6_addr . inet_service : ipv6_addr . inet_service");
        map(text, "anywhere4", "inet_proto . inet_service : ipv4_addr . inet_service");
        map(text, "anywhere6", "inet_proto . inet_service : ipv6_addr . inet_service");
        return text.append(CHAINS)
                .append(FILTERS.formatted("filter", "filter"))
                .append("}\n")
                .toString();
    }

    /** Of bridges, and of those who may call the host. */
    String sets() {
        StringBuilder text = new StringBuilder();
        links(text, "bridges", _ -> true);
        links(text, "internal", BridgeRules::internal);
        links(text, "masqueraded", BridgeRules::masquerade);
        links(text, "hosted", BridgeRules::hostAccess);
        pairs(text, "same", _ -> true);
        pairs(text, "open", BridgeRules::open);
        callers(text, "callers4", "ipv4_addr", address -> address.indexOf(':') < 0);
        callers(text, "callers6", "ipv6_addr", address -> address.indexOf(':') >= 0);
        return text.toString();
    }

    private void links(StringBuilder text, String name, Predicate<BridgeRules> fits) {
        block(text, "set", name, "ifname", matching(fits).map(bridge -> quoted(bridge.link())));
    }

    private void pairs(StringBuilder text, String name, Predicate<BridgeRules> fits) {
        Stream<String> pairs = matching(fits).map(bridge -> quoted(bridge.link()) + " . " + quoted(bridge.link()));
        block(text, "set", name, "ifname . ifname", pairs);
    }

    private Stream<BridgeRules> matching(Predicate<BridgeRules> fits) {
        return bridges.stream().filter(fits);
    }

    private void callers(StringBuilder text, String name, String type, Predicate<String> fits) {
        block(text, "set", name, type, hostCallers.stream().filter(fits));
    }

    private void map(StringBuilder text, String name, String type) {
        Stream<String> elements = forwardings.stream()
                .filter(forwarding -> forwarding.map().equals(name))
                .map(Forwarding::element);
        block(text, "map", name, type, elements);
    }

    private static void block(StringBuilder text, String kind, String name, String type, Stream<String> elements) {
        String all = elements.collect(Collectors.joining(", "));
        text.append("  ")
                .append(kind)
                .append(' ')
                .append(name)
                .append(" {\n    type ")
                .append(type)
                .append('\n');
        if (!all.isEmpty()) {
            text.append("    elements = { ").append(all).append(" }\n");
        }
        text.append("  }\n");
    }

    private static String quoted(String name) {
        return '"' + name + '"';
    }
}

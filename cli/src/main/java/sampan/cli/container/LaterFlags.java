package sampan.cli.container;

import java.util.List;
import java.util.stream.Stream;
import sampan.cli.flag.Flag;

/** Docker's flags whose ground is not laid yet: known, and refused with a sentence. */
final class LaterFlags {
    private static final String NETWORKS = "networks";

    static final List<Flag<?>> ALL =
            Stream.of(networks(), others()).<Flag<?>>flatMap(List::stream).toList();

    private LaterFlags() {}

    private static List<Flag<?>> networks() {
        return List.of(
                Flag.text("ip", "IPv4 address").comesWith(NETWORKS),
                Flag.text("ip6", "IPv6 address").comesWith(NETWORKS),
                Flag.list("link", "Make another container known by name").comesWith(NETWORKS),
                Flag.list("link-local-ip", "Link-local addresses").comesWith(NETWORKS),
                Flag.text("mac-address", "MAC address").comesWith(NETWORKS),
                Flag.list("network-alias", "Further names on its network").comesWith(NETWORKS),
                Flag.list("publish", "Publish ports on the host").shorthand('p').comesWith(NETWORKS),
                Flag.bool("publish-all", "Publish all exposed ports")
                        .shorthand('P')
                        .comesWith(NETWORKS));
    }

    private static List<Flag<?>> others() {
        return List.of(
                Flag.bool("use-api-socket", "Give it the engine's socket").comesWith("the API"));
    }
}

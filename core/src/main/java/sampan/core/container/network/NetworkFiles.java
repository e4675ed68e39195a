package sampan.core.container.network;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sampan.core.config.ContainerConfig;
import sampan.core.config.NetworkingConfig;
import sampan.core.error.EngineException;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.resolver.HostServers;

/** The contents of /etc/hosts, /etc/hostname and /etc/resolv.conf. Pure. */
public final class NetworkFiles {
    private static final String LOCALHOST = """
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::\tip6-localnet
            ff00::\tip6-mcastprefix
            ff02::1\tip6-allnodes
            ff02::2\tip6-allrouters
            """;

    private NetworkFiles() {}

    /** @param base the host's own file for a container in the host's network; empty: Docker's usual lines */
    static String hosts(String base, ContainerConfig config, NetworkingConfig networking, List<Endpoint> endpoints) {
        StringBuilder text = new StringBuilder(base.isEmpty() ? LOCALHOST : base);
        for (String extra : networking.extraHosts()) {
            int colon = extra.indexOf(':');
            if (colon <= 0 || extra.chars().anyMatch(Character::isISOControl)) {
                throw new EngineException.InvalidArgument("bad format for add-host: \"" + extra + "\"");
            }
            String address = extra.substring(colon + 1);
            line(
                    text,
                    address.equals(ContainerNetworks.HOST_GATEWAY) ? gateway(endpoints) : address,
                    extra.substring(0, colon));
        }
        String own = config.domainname().isEmpty()
                ? config.hostname()
                : config.hostname() + "." + config.domainname() + " " + config.hostname();
        endpoints.stream()
                .flatMap(endpoint -> Stream.of(endpoint.v4(), endpoint.v6()))
                .filter(Endpoint.Place::isSomewhere)
                .forEach(place -> line(text, place.address(), own));
        return text.toString();
    }

    private static void line(StringBuilder text, String address, String names) {
        text.append(address).append('\t').append(names).append('\n');
    }

    /** The host, as this container reaches it. */
    private static String gateway(List<Endpoint> endpoints) {
        return endpoints.stream()
                .sorted(Comparator.comparing(Endpoint::defaultRoute).reversed())
                .map(endpoint -> endpoint.v4().isSomewhere()
                        ? endpoint.v4().gateway()
                        : endpoint.v6().gateway())
                .filter(address -> !address.isEmpty())
                .findFirst()
                .orElse("127.0.0.1");
    }

    /**
     * The host's name servers, unless others were asked for.
     *
     * @param sight how the container sees name servers
     */
    static String resolvConf(String host, NetworkingConfig asked, Sight sight) {
        List<String> lines = host.lines().map(String::strip).toList();
        StringBuilder text = new StringBuilder();
        servers(host, asked, sight)
                .forEach(server -> text.append("nameserver ").append(server).append('\n'));
        append(text, "search", value("search", asked.dnsSearch(), lines));
        String options = value("options", asked.dnsOptions(), lines);
        boolean dotted = sight != Sight.NAMES || options.contains("ndots:");
        append(text, "options", dotted ? options : (options + " ndots:0").strip());
        return text.toString();
    }

    /** Which name servers a container reaches. */
    public enum Sight {
        /** Those of the host, its loopback included. */
        HOST,
        /** Those of the host that are not on its loopback. */
        OUTSIDE,
        /** The engine's own. */
        NAMES
    }

    private static List<String> servers(String host, NetworkingConfig asked, Sight sight) {
        if (sight == Sight.NAMES) {
            return List.of("127.0.0.11");
        }
        if (!asked.dns().isEmpty()) {
            return asked.dns();
        }
        return HostServers.addresses(host).stream()
                .filter(server -> sight == Sight.HOST || HostServers.isOutside(server))
                .toList();
    }

    private static String value(String keyword, List<String> asked, List<String> lines) {
        return asked.isEmpty()
                ? lines.stream()
                        .filter(line -> line.startsWith(keyword + " "))
                        .map(line -> line.substring(keyword.length()).strip())
                        .collect(Collectors.joining(" "))
                : String.join(" ", asked);
    }

    private static void append(StringBuilder text, String keyword, String value) {
        if (!value.isEmpty() && !value.equals(".")) {
            text.append(keyword).append(' ').append(value).append('\n');
        }
    }
}

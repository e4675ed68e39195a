package sampan.core.container;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sampan.core.config.ContainerConfig;
import sampan.core.config.NetworkingConfig;
import sampan.core.error.EngineException;
import sampan.core.network.Endpoint;

/** The contents of /etc/hosts, /etc/hostname and /etc/resolv.conf. Pure. */
final class NetworkFiles {
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
     * @param own whether the container has a network of its own, where the host's loopback is not reached
     */
    static String resolvConf(String host, NetworkingConfig asked, boolean own) {
        List<String> lines = host.lines().map(String::strip).toList();
        StringBuilder text = new StringBuilder();
        servers(lines, asked, own)
                .forEach(server -> text.append("nameserver ").append(server).append('\n'));
        append(text, "search", asked.dnsSearch(), lines);
        append(text, "options", asked.dnsOptions(), lines);
        return text.toString();
    }

    private static List<String> servers(List<String> lines, NetworkingConfig asked, boolean own) {
        if (!asked.dns().isEmpty()) {
            return asked.dns();
        }
        return lines.stream()
                .filter(line -> line.startsWith("nameserver"))
                .map(line -> line.substring("nameserver".length()).strip())
                .filter(server -> !own || (!server.startsWith("127.") && !server.equals("::1")))
                .toList();
    }

    private static void append(StringBuilder text, String keyword, List<String> asked, List<String> lines) {
        String value = asked.isEmpty()
                ? lines.stream()
                        .filter(line -> line.startsWith(keyword + " "))
                        .map(line -> line.substring(keyword.length()).strip())
                        .collect(Collectors.joining(" "))
                : String.join(" ", asked);
        if (!value.isEmpty() && !value.equals(".")) {
            text.append(keyword).append(' ').append(value).append('\n');
        }
    }
}

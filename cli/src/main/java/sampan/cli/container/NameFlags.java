package sampan.cli.container;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.value.ExposedPort;
import sampan.cli.value.HostNames;
import sampan.cli.value.PublishedPort;
import sampan.core.config.ContainerConfigBuilder;
import sampan.core.config.HostConfigBuilder;
import sampan.core.config.PortBinding;

/** What it finds in /etc/hosts and /etc/resolv.conf, and the ports it says it listens on. */
final class NameFlags {
    private static final Flag<String> ADD_HOST =
            Flag.of("add-host", "list", "Add a line to /etc/hosts (<name>:<address>)", HostNames::extraHost);
    private static final Flag<String> DNS = Flag.of("dns", "list", "Set name servers", HostNames::address);
    private static final Flag<String> DNS_OPT = Flag.list("dns-opt", "Same as --dns-option");
    private static final Flag<String> DNS_OPTION = Flag.list("dns-option", "Set options of name resolution");
    private static final Flag<String> DNS_SEARCH =
            Flag.of("dns-search", "list", "Set domains to search in", HostNames::domain);
    private static final Flag<String> LINK =
            Flag.of("link", "list", "Add a name for another container (<name>[:<alias>])", NameFlags::link);
    private static final Flag<String> EXPOSE = Flag.list("expose", "Name a port or a range that it listens on");

    private static final Flag<String> PUBLISH = Flag.list(
                    "publish", "Publish ports on the host ([ip:][host port:]port[/protocol])")
            .shorthand('p');
    private static final Flag<Boolean> PUBLISH_ALL =
            Flag.bool("publish-all", "Publish all exposed ports").shorthand('P');

    static final List<Flag<?>> ALL =
            List.of(ADD_HOST, DNS, DNS_OPT, DNS_OPTION, DNS_SEARCH, EXPOSE, LINK, PUBLISH, PUBLISH_ALL);

    private NameFlags() {}

    /** As Docker's client looks at it; whether there is such a container the engine knows. */
    private static String link(String text) throws InvalidValue {
        if (text.isEmpty()) {
            throw new InvalidValue("empty string specified for links");
        }
        if (text.split(":", -1).length > 2) {
            throw new InvalidValue("bad format for links: " + text);
        }
        return text;
    }

    static void apply(ParsedFlags flags, ContainerConfigBuilder config, HostConfigBuilder host) throws InvalidValue {
        List<String> options = flags.values(DNS_OPTION).isEmpty() ? flags.values(DNS_OPT) : flags.values(DNS_OPTION);
        host.extraHosts(flags.values(ADD_HOST))
                .dns(flags.values(DNS))
                .dnsOptions(options)
                .dnsSearch(flags.values(DNS_SEARCH))
                .links(flags.values(LINK));
        Map<String, List<PortBinding>> published = PublishedPort.all(flags.values(PUBLISH));
        Map<String, Map<String, String>> exposed = new LinkedHashMap<>(ExposedPort.all(flags.values(EXPOSE)));
        published.keySet().forEach(port -> exposed.put(port, Map.of()));
        config.exposedPorts(exposed);
        host.portBindings(published).publishAllPorts(flags.on(PUBLISH_ALL));
    }
}

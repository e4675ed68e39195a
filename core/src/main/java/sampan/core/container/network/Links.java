package sampan.core.container.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import sampan.core.config.HostConfig;
import sampan.core.config.NetworkingConfig;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.Peers;
import sampan.core.error.EngineException;
import sampan.core.network.Networks;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Endpoint;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.plan.Modes;

/** {@code --link}: on a network with names another name for a neighbour; on the usual one a line in /etc/hosts and variables that tell what the other one offers. */
public final class Links {
    private static final List<String> USUAL = List.of("", "default", Network.BRIDGE);
    private static final List<String> WITHOUT_NAMES = List.of("", "default", Network.BRIDGE, Network.NONE);

    private Links() {}

    /** @param name the other container's, or its id */
    private record Asked(String name, String alias) {
        static Asked parse(String text) {
            String[] parts = text.split(":", -1);
            if (text.isEmpty()) {
                throw new EngineException.InvalidArgument("empty string specified for links");
            }
            if (parts.length > 2) {
                throw new EngineException.InvalidArgument("bad format for links: " + text);
            }
            String name = parts[0].startsWith("/") ? parts[0].substring(1) : parts[0];
            String last = parts[parts.length - 1];
            return new Asked(name, last.substring(last.lastIndexOf('/') + 1));
        }
    }

    /** Another container as the usual network shows it. */
    public record Linked(String alias, ContainerRecord target, String address) {
        /** An entry as of --add-host. */
        String hostsEntry() {
            String names = called(alias, target);
            return (alias.equals(target.name()) ? names : names + " " + target.name()) + ":" + address;
        }

        /** @param own name of who links */
        public List<String> variables(String own) {
            String prefix = alias.toUpperCase(Locale.ROOT).replace('-', '_');
            List<String> all = new ArrayList<>();
            List<String> ports =
                    target.config().exposedPorts().keySet().stream().sorted().toList();
            if (!ports.isEmpty()) {
                all.add(prefix + "_PORT=" + place(ports.getFirst()));
            }
            ports.forEach(port -> all.addAll(variables(prefix, port)));
            all.add(prefix + "_NAME=/" + own + "/" + alias);
            target.config().env().stream()
                    .filter(entry -> entry.indexOf('=') > 0)
                    .filter(entry -> !entry.startsWith("HOME=") && !entry.startsWith("PATH="))
                    .forEach(entry -> all.add(prefix + "_ENV_" + entry));
            return all;
        }

        private List<String> variables(String prefix, String port) {
            String[] parts = port.split("/", 2);
            String protocol = parts.length > 1 ? parts[1] : "tcp";
            String begin = prefix + "_PORT_" + parts[0] + "_" + protocol.toUpperCase(Locale.ROOT);
            return List.of(
                    begin + "=" + place(port),
                    begin + "_ADDR=" + address,
                    begin + "_PORT=" + parts[0],
                    begin + "_PROTO=" + protocol);
        }

        private String place(String port) {
            String[] parts = port.split("/", 2);
            return (parts.length > 1 ? parts[1] : "tcp") + "://" + address + ":" + parts[0];
        }
    }

    /** What a container on the usual network is linked to; each must run there. */
    public static List<Linked> legacy(ContainerRecord record, Peers peers, Networks networks) {
        String mode = record.hostConfig().namespaces().networkMode();
        if (!USUAL.contains(mode)) {
            return List.of();
        }
        return record.hostConfig().networking().links().stream()
                .map(Asked::parse)
                .map(link -> linked(record, link, peers, networks))
                .toList();
    }

    /** Which of a container's links has this alias on the usual network, as it was asked for. */
    public static Optional<String> find(ContainerRecord record, String alias) {
        return record.hostConfig().networking().links().stream()
                .filter(link -> USUAL.contains(record.hostConfig().namespaces().networkMode()))
                .filter(link -> Asked.parse(link).alias().equals(alias))
                .findFirst();
    }

    /** InvalidArgument for a container that is not there; on networks with names a link is looked up when it is asked for. */
    public static void check(HostConfig host, Peers peers) {
        String mode = host.namespaces().networkMode();
        List<String> links = host.networking().links();
        refuse(Modes.isHost(mode) && !links.isEmpty(), "host type networking");
        refuse(Modes.container(mode).isPresent() && !links.isEmpty(), "container type network");
        if (WITHOUT_NAMES.contains(mode)) {
            links.forEach(link -> peer(Asked.parse(link), peers));
        }
    }

    private static void refuse(boolean wrong, String network) {
        if (wrong) {
            throw new EngineException.InvalidArgument("conflicting options: " + network
                    + " can't be used with links. This would result in undefined behavior");
        }
    }

    private static Peers.Peer peer(Asked link, Peers peers) {
        try {
            return peers.find(link.name());
        } catch (EngineException.NotFound e) {
            throw new EngineException.InvalidArgument(
                    "could not get container for " + link.name() + ": " + e.getMessage());
        }
    }

    private static Linked linked(ContainerRecord record, Asked link, Peers peers, Networks networks) {
        Peers.Peer peer = peer(link, peers);
        if (peer.pid().isEmpty()) {
            throw new EngineException.InvalidArgument("Cannot link to a non running container: /"
                    + peer.record().name() + " AS /" + record.name() + "/" + link.alias());
        }
        return new Linked(
                link.alias(),
                peer.record(),
                address(peer.id(), networks)
                        .orElseThrow(() -> new EngineException.InvalidArgument("Cannot link to " + "/"
                                + peer.record().name() + ", as it does not belong to the default network")));
    }

    /** Where a container is on the usual network. */
    public static Optional<String> address(String id, Networks networks) {
        return networks.attachment(id).stream()
                .flatMap(attachment -> attachment.endpoints().stream())
                .filter(endpoint -> endpoint.name().equals(Network.BRIDGE))
                .map(Endpoint::v4)
                .map(Endpoint.Place::address)
                .findFirst();
    }

    /** By which the line in /etc/hosts begins. */
    private static String called(String alias, ContainerRecord target) {
        return alias + " " + target.config().hostname();
    }

    /** What a container calls another one by its links on the usual network. */
    public static List<String> aliases(ContainerRecord record, String target, Peers peers) {
        return USUAL.contains(record.hostConfig().namespaces().networkMode())
                ? record.hostConfig().networking().links().stream()
                        .map(Asked::parse)
                        .filter(link -> leadsTo(link, target, peers))
                        .map(Asked::alias)
                        .toList()
                : List.of();
    }

    private static boolean leadsTo(Asked link, String target, Peers peers) {
        try {
            return peers.find(link.name()).id().equals(target);
        } catch (EngineException.NotFound | EngineException.InvalidArgument _) {
            return false;
        }
    }

    /** A hosts file with another address in the line that {@link Linked#hostsEntry} has made of a link. */
    public static String renewed(String hosts, Linked link) {
        String names = Pattern.quote("\t" + called(link.alias(), link.target()));
        return Pattern.compile("^\\S+(?=" + names + "( |$))", Pattern.MULTILINE)
                .matcher(hosts)
                .replaceAll(link.address());
    }

    /** The names that lines in /etc/hosts are to be made of. */
    public static NetworkingConfig inHosts(NetworkingConfig asked, List<Linked> links) {
        List<String> hosts = new ArrayList<>(asked.extraHosts());
        links.forEach(link -> hosts.add(link.hostsEntry()));
        return new NetworkingConfig(
                asked.portBindings(),
                asked.publishAllPorts(),
                asked.dns(),
                asked.dnsOptions(),
                asked.dnsSearch(),
                hosts,
                asked.links(),
                asked.networkRate(),
                asked.networkBurst());
    }

    /** The same wish for a network with names: {@code name:alias} among its own. */
    static EndpointSettings named(EndpointSettings settings, List<String> links) {
        List<String> all = new ArrayList<>(settings.links() == null ? List.of() : settings.links());
        links.stream()
                .map(Asked::parse)
                .map(link -> link.name() + ":" + link.alias())
                .filter(link -> !all.contains(link))
                .forEach(all::add);
        return EndpointSettings.asking(
                        settings.ipamConfig(), all, settings.aliases(), settings.macAddress(), settings.driverOpts())
                .gwPriority(settings.gwPriority());
    }
}

package sampan.core.container.network;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import sampan.core.config.ConfigJson;
import sampan.core.config.HostConfig;
import sampan.core.config.PortBinding;
import sampan.core.container.state.ContainerFolder;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
import sampan.core.container.state.Ids;
import sampan.core.error.EngineException;
import sampan.core.launch.Run;
import sampan.core.network.Joined;
import sampan.core.network.NetworkSettings;
import sampan.core.network.Networks;
import sampan.core.network.Wish;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.AddressRules;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.network.resolver.Naming;
import sampan.core.plan.Modes;
import sampan.kernel.Fd;
import sampan.kernel.file.Fcntl;
import sampan.kernel.file.Open;
import sampan.runtime.explain.Explanation;
import tools.jackson.core.JacksonException;

/** What a container has to do with networks: which it is on, what it is given at its start, and the file that tells the next engine. */
public final class ContainerNetworks {
    static final String FILE = "network.json";
    private static final String NAMES = "names.json";
    private static final System.Logger LOG = System.getLogger(ContainerNetworks.class.getName());
    static final String HOST_GATEWAY = "host-gateway";

    private final Networks networks;

    public ContainerNetworks(Networks networks) {
        this.networks = networks;
    }

    /** The networks that a new container of this mode is on, with what it asks of each. */
    static Map<String, EndpointSettings> wanted(String mode, Map<String, EndpointSettings> asked) {
        if (Modes.isHost(mode)
                || mode.equals(Modes.NONE)
                || Modes.container(mode).isPresent()) {
            return Map.of();
        }
        Map<String, EndpointSettings> wanted = new LinkedHashMap<>();
        String name = isByDefault(mode) ? Network.BRIDGE : mode;
        wanted.put(name, EndpointSettings.ANY);
        asked.forEach((other, settings) -> wanted.put(isByDefault(other) ? Network.BRIDGE : other, settings));
        return wanted;
    }

    /** The same by the networks' names, however the caller called them: a network is joined once. One that is not there yet keeps what it was called. */
    public Map<String, EndpointSettings> named(String mode, Map<String, EndpointSettings> asked) {
        Map<String, EndpointSettings> byName = new LinkedHashMap<>();
        asked.forEach((reference, settings) -> byName.put(name(reference), settings));
        byName.forEach((name, settings) -> checkAddresses(isByDefault(name) ? Network.BRIDGE : name, settings));
        return wanted(name(mode), byName);
    }

    private String name(String reference) {
        if (isByDefault(reference) || Modes.container(reference).isPresent()) {
            return reference;
        }
        try {
            return networks.find(reference).name();
        } catch (EngineException.NotFound | EngineException.InvalidArgument later) {
            return reference;
        }
    }

    private void checkAddresses(String name, EndpointSettings settings) {
        if (settings.asksAddress()) {
            String where = "invalid config for network " + name + ": ";
            networks.lookup(name)
                    .ifPresentOrElse(
                            network -> AddressRules.check(network, settings, where),
                            () -> AddressRules.check(settings, where));
        }
    }

    private static boolean isByDefault(String mode) {
        return mode.isEmpty() || mode.equals("default");
    }

    /**
     * Whether it can be on the networks it is to be on. One that named none goes without where this host cannot give it the usual one.
     *
     * @param told what the user should know
     */
    private boolean canHave(HostConfig host, List<String> told) {
        if (!isByDefault(host.namespaces().networkMode())) {
            return true;
        }
        Optional<String> trouble = networks.trouble(told);
        trouble.ifPresent(
                reason -> told.add("the container has no network but its own loopback, as this host cannot give it"
                        + " the network bridge: " + reason + " (--network none asks for that)"));
        return trouble.isEmpty();
    }

    /**
     * What the user should know before the container is started.
     *
     * @param asked its networks
     */
    public List<String> warnings(HostConfig host, Map<String, EndpointSettings> asked) {
        List<String> told = new ArrayList<>();
        if (Modes.isHost(host.namespaces().networkMode())
                && !host.networking().portBindings().isEmpty()) {
            told.add("Published ports are discarded when using host network mode");
        }
        if (hasOnlyIpv4(asked.keySet())) {
            host.networking().bindings().forEach((port, bindings) -> told.addAll(unreached(port, bindings)));
        }
        if (!wanted(host.namespaces().networkMode(), Map.of()).isEmpty()) {
            canHave(host, told);
        }
        return told;
    }

    private static List<String> unreached(String port, List<PortBinding> bindings) {
        return bindings.stream()
                .filter(binding -> binding.hostIp().indexOf(':') >= 0)
                .map(binding -> "port " + port + " is not published at " + binding.hostIp()
                        + ", as the container has no IPv6 address (network create --ipv6)")
                .toList();
    }

    /** Networks that are not there yet may have anything. */
    private boolean hasOnlyIpv4(Set<String> references) {
        try {
            return !references.isEmpty()
                    && references.stream()
                            .map(networks::find)
                            .noneMatch(network -> network.enableIPv6() || !network.hasBridge());
        } catch (EngineException.NotFound | EngineException.InvalidArgument later) {
            return false;
        }
    }

    /** What {@code inspect} shows as NetworkSettings. */
    public Map<String, Object> inspect(ContainerRecord record, ContainerState state) {
        boolean running = state instanceof ContainerState.Running;
        return NetworkSettings.of(
                attachment(record),
                settings(record, state),
                running ? record.config().exposedPorts().keySet() : Set.of(),
                sandbox(record, state));
    }

    /** What it has on each network, by their names. */
    public Map<String, EndpointSettings> settings(ContainerRecord record, ContainerState state) {
        String mode = record.hostConfig().namespaces().networkMode();
        Map<String, EndpointSettings> asked = isPlain(record) ? Map.of(mode, EndpointSettings.ANY) : record.networks();
        return networks.settings(record.id(), asked, !(state instanceof ContainerState.Created));
    }

    private static NetworkSettings.Sandbox sandbox(ContainerRecord record, ContainerState state) {
        if (Modes.container(record.hostConfig().namespaces().networkMode()).isPresent()) {
            return NetworkSettings.Sandbox.NONE;
        }
        return switch (state) {
            case ContainerState.Created _ -> NetworkSettings.Sandbox.NONE;
            case ContainerState.Running(int pid, var _, var _) ->
                new NetworkSettings.Sandbox(record.id(), "/proc/" + pid + "/ns/net");
            case ContainerState.Stopped _, ContainerState.Restarting _ -> new NetworkSettings.Sandbox(record.id(), "");
        };
    }

    /** Of the networks it is on, or will be on. */
    public List<String> names(ContainerRecord record) {
        String mode = record.hostConfig().namespaces().networkMode();
        return isPlain(record)
                ? List.of(mode)
                : record.networks().keySet().stream().sorted().toList();
    }

    public Attachment attachment(ContainerRecord record) {
        return networks.attachment(record.id()).orElse(Attachment.none(record.id()));
    }

    /** For the caller to close. */
    public Joined join(ContainerRecord record, Fd runFolder) throws IOException {
        HostConfig host = record.hostConfig();
        if (isPlain(record)) {
            networks.joinPlain(record.id(), host.namespaces().networkMode());
            return Joined.nothing(record.id());
        }
        Map<String, EndpointSettings> wanted = record.networks();
        if (wanted.isEmpty() || record.config().networkDisabled() || !canHave(host, new ArrayList<>())) {
            return Joined.nothing(record.id());
        }
        Joined joined = networks.join(wish(record));
        try {
            write(runFolder, joined.attachment());
            writeNames(runFolder, record.id());
            return joined;
        } catch (IOException | RuntimeException e) {
            joined.close();
            throw e;
        }
    }

    private static Wish wish(ContainerRecord record) {
        HostConfig host = record.hostConfig();
        return new Wish(
                record.id(),
                record.name(),
                linked(record.networks(), host),
                host.networking().bindings(),
                record.config().exposedPorts().keySet(),
                host.networking().publishAllPorts(),
                host.networking().extraHosts().stream().anyMatch(line -> line.endsWith(HOST_GATEWAY)),
                own(record),
                host.networking().limit());
    }

    /** What {@link #join} does, told and not done; empty: nothing. NotFound when a network is not there. */
    public Optional<Explanation.Around> explain(ContainerRecord record) {
        return isPlain(record) || record.networks().isEmpty() || record.config().networkDisabled()
                ? Optional.empty()
                : Optional.of(networks.explain(wish(record)));
    }

    private static boolean isPlain(ContainerRecord record) {
        String mode = record.hostConfig().namespaces().networkMode();
        return Modes.isHost(mode) || mode.equals(Modes.NONE);
    }

    /** On networks with names, a link is one more name for another container. */
    private static Map<String, EndpointSettings> linked(Map<String, EndpointSettings> wanted, HostConfig host) {
        List<String> links = host.networking().links();
        Map<String, EndpointSettings> all = new LinkedHashMap<>(wanted);
        if (!links.isEmpty()) {
            all.replaceAll((_, settings) -> Links.named(settings, links));
        }
        return all;
    }

    /** What it is called on networks with names. */
    public static Naming.Own own(ContainerRecord record) {
        List<String> names = Stream.of(
                        record.name(),
                        Ids.shortened(record.id()),
                        record.config().hostname())
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        return new Naming.Own(names, record.hostConfig().networking().dns());
    }

    /** The same of one that has just started. */
    public void keepNames(String id, Run run, Path runs) throws IOException {
        Optional<Run.Started> started = run.process();
        if (started.isPresent()) {
            keepNames(id, Fcntl.duplicate(started.get().pidfd()), runs);
        }
    }

    /**
     * Has its name server's sockets held for the next engine, unless they are; nobody waits for that.
     *
     * @param process a pidfd, taken over
     */
    public void keepNames(String id, Fd process, Path runs) {
        if (networks.resolvers().of(id).filter(ContainerNetworks::isUnkept).isEmpty()) {
            process.close();
            return;
        }
        Thread.startVirtualThread(() -> {
            try (process;
                    Fd folder = Open.directory(runs.resolve(id))) {
                if (networks.resolvers().keep(id, process).isPresent()) {
                    writeNames(folder, id);
                }
            } catch (IOException | EngineException e) {
                LOG.log(Level.DEBUG, "nobody keeps the name server of container " + id, e);
            }
        });
    }

    private static boolean isUnkept(Naming naming) {
        return naming.served() && naming.keeper() == null;
    }

    /** It is called otherwise from now on. */
    public void renamed(ContainerRecord record, Path runs) {
        if (networks.resolvers().renamed(record.id(), own(record)).isPresent()) {
            try (Fd folder = Open.directory(runs.resolve(record.id()))) {
                writeNames(folder, record.id());
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the next engine knows container " + record.id() + " by its old name", e);
            }
        }
    }

    /** Whose name servers a container with a network of its own has. */
    public NetworkFiles.Sight sight(String id) {
        return networks.resolvers().of(id).filter(Naming::served).isPresent()
                ? NetworkFiles.Sight.NAMES
                : NetworkFiles.Sight.OUTSIDE;
    }

    public void writeNames(Fd runFolder, String id) throws IOException {
        Optional<Naming> naming = networks.resolvers().of(id).filter(Naming::served);
        if (naming.isPresent()) {
            ContainerFolder.write(runFolder, NAMES, ConfigJson.MAPPER.writeValueAsBytes(naming.get()));
        }
    }

    public static void write(Fd runFolder, Attachment attachment) throws IOException {
        ContainerFolder.write(runFolder, FILE, ConfigJson.MAPPER.writeValueAsBytes(attachment));
    }

    /** What a running container has of networks, which an earlier engine gave it. */
    public void adopt(Fd runs, ContainerRecord record) {
        String id = record.id();
        if (isPlain(record)) {
            networks.adoptPlain(id, record.hostConfig().namespaces().networkMode());
        }
        try (Fd folder = ContainerFolder.open(runs, id)) {
            String json = ContainerFolder.text(folder, FILE);
            if (!json.isEmpty()) {
                networks.adopt(ConfigJson.MAPPER.readValue(json, Attachment.class));
            }
            String names = ContainerFolder.text(folder, NAMES);
            if (!names.isEmpty()) {
                networks.adopt(ConfigJson.MAPPER.readValue(names, Naming.class));
            }
        } catch (IOException | JacksonException e) {
            throw new EngineException.SystemError("cannot read what container " + id + " has of networks", e);
        }
    }
}

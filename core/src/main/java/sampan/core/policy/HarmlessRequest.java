package sampan.core.policy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sampan.core.config.ConfigJson;
import sampan.core.config.HostConfig;
import sampan.core.config.Resources;
import sampan.core.container.state.CreateRequest;
import sampan.core.network.PortChange;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.plan.Modes;
import sampan.core.plan.MountPoint;
import tools.jackson.databind.JsonNode;

/**
 * What callers may ask of a container who are not to have privileged ones. It reads what the container is made of, after every spelling, version and front door; a field
 * that is not named here must be as it is by default, so that a new one is refused until somebody has thought about it. (CVE-2026-6406)
 */
public final class HarmlessRequest {
    private static final JsonNode USUAL = ConfigJson.MAPPER.valueToTree(HostConfig.DEFAULT);
    private static final String CONTAINER = "container:";
    private static final int FIRST_FREE_PORT = 1024;
    private static final Pattern PORTS = Pattern.compile("([0-9]{1,5})(?:-([0-9]{1,5}))?");

    /** Whatever is in them, or judged elsewhere: mounts and networks below. */
    private static final Set<String> FREE = Set.of(
            "Binds",
            "Mounts",
            "Tmpfs",
            "VolumesFrom",
            "NetworkMode",
            "ContainerIDFile",
            "RestartPolicy",
            "AutoRemove",
            "ConsoleSize",
            "OnUnhealthy",
            "Init",
            "CapDrop",
            "GroupAdd",
            "ReadonlyRootfs",
            "ShmSize",
            "Dns",
            "DnsOptions",
            "DnsSearch",
            "ExtraHosts",
            "PublishAllPorts",
            "NetworkRate",
            "NetworkBurst",
            "Memory",
            "MemorySwap",
            "MemoryReservation",
            "MemorySwappiness",
            "NanoCpus",
            "CpuShares",
            "CpuPeriod",
            "CpuQuota",
            "CpusetCpus",
            "CpusetMems",
            "PidsLimit",
            "BlkioWeight");

    private static final Set<String> QUIET =
            Set.of("no-new-privileges", "no-new-privileges:true", "no-new-privileges=true");
    private static final Set<String> ULIMITS = Set.of("core", "cpu", "fsize", "nofile", "nproc", "stack");

    /** Harmless with these values. */
    private static final Map<String, Predicate<JsonNode>> JUDGED = Map.of(
            "VolumeDriver",
            one("", "local"),
            "Isolation",
            one("", "default"),
            "Runtime",
            one("", "runc", "sampan"),
            "IpcMode",
            one("", "private", "none", "shareable"),
            "CgroupnsMode",
            one("", "private"),
            "OomScoreAdj",
            value -> value.asInt() >= 0,
            "OomKillDisable",
            value -> !value.asBoolean(true),
            "SecurityOpt",
            value -> value.valueStream().allMatch(each -> QUIET.contains(each.asString(""))),
            "Ulimits",
            value -> value.valueStream()
                    .allMatch(each -> ULIMITS.contains(each.path("Name").asString(""))),
            "LogConfig",
            value -> Set.of("", "local", "json-file", "none")
                    .contains(value.path("Type").asString("?")));

    private final Rights rights;

    public HarmlessRequest(Rights rights) {
        this.rights = rights;
    }

    private static Predicate<JsonNode> one(String... words) {
        return value -> value.isString() && List.of(words).contains(value.asString());
    }

    /**
     * The same request; another container, whose network is to be joined, is meant by what it is called now.
     *
     * @param network a network's name, by its name or id
     * @param own the id of a container of the caller's, by what it is called
     */
    public CreateRequest checked(CreateRequest request, UnaryOperator<String> network, UnaryOperator<String> own) {
        if (rights.areUnlimited()) {
            return request;
        }
        if (!rights.grant().privileged()) {
            check(request, network);
        }
        return Modes.container(request.hostConfig().namespaces().networkMode())
                .map(other -> request.in(CONTAINER + own.apply(other)))
                .orElse(request);
    }

    private void check(CreateRequest request, UnaryOperator<String> network) {
        checkFields(request.hostConfig());
        checkNetwork(request.hostConfig().namespaces().networkMode(), network);
        request.networks().forEach((name, settings) -> {
            checkNetwork(name, network);
            checkEndpoint(settings);
        });
    }

    /** @param changes other limits for a container there is */
    public void check(Resources changes) {
        if (!rights.grant().privileged()) {
            checkFields(changes);
        }
    }

    /** Other ports for a container there is. */
    public void check(PortChange ports) {
        boolean free =
                ports.opened().values().stream().flatMap(List::stream).allMatch(binding -> isFree(binding.hostPort()));
        if (!free && !rights.grant().privileged()) {
            throw rights.refusal("ports below " + FIRST_FREE_PORT);
        }
    }

    /** A container there is on one network more. */
    public void check(String network, EndpointSettings settings) {
        if (!rights.grant().privileged()) {
            checkNetwork(network, UnaryOperator.identity());
            checkEndpoint(settings);
        }
    }

    private void checkFields(Object asked) {
        for (Map.Entry<String, JsonNode> field :
                ConfigJson.MAPPER.valueToTree(asked).properties()) {
            if (!isHarmless(field.getKey(), field.getValue())) {
                throw rights.refusal(field.getKey() + (field.getValue().isBoolean() ? "" : " to be other than usual"));
            }
        }
    }

    /** Clients send nothing, null or an empty list where they want nothing; of paths that are kept from a container an empty list is a wish. */
    private static boolean isUsual(String field, JsonNode value) {
        JsonNode usual = USUAL.path(field);
        return value.equals(usual) || (isNothing(value) && isNothing(usual) && !field.endsWith("Paths"));
    }

    private static boolean isNothing(JsonNode value) {
        return value.isNull() || (value.isArray() && value.isEmpty());
    }

    private static boolean isHarmless(String field, JsonNode value) {
        if (isUsual(field, value) || FREE.contains(field)) {
            return true;
        }
        if (field.equals("PortBindings")) {
            return value.valueStream()
                    .flatMap(JsonNode::valueStream)
                    .allMatch(binding -> isFree(binding.path("HostPort").asString("0")));
        }
        return JUDGED.getOrDefault(field, _ -> false).test(value);
    }

    /** The ports below are for root. */
    private static boolean isFree(String port) {
        Matcher range = PORTS.matcher(port);
        return port.isEmpty()
                || port.equals("0")
                || (range.matches() && Integer.parseInt(range.group(1)) >= FIRST_FREE_PORT);
    }

    /** Another container's is looked for among the caller's own afterwards. */
    private void checkNetwork(String mode, UnaryOperator<String> network) {
        if (Set.of("", "default", "bridge", "none").contains(mode) || mode.startsWith(CONTAINER)) {
            return;
        }
        if (mode.equals("host")
                || !Grant.fits(rights.grant().networks(), network.apply(mode))
                || network.apply(mode).equals("host")) {
            throw rights.refusal("the network " + mode);
        }
    }

    private void checkEndpoint(EndpointSettings settings) {
        boolean links = settings.links() != null && !settings.links().isEmpty();
        boolean options =
                settings.driverOpts() != null && !settings.driverOpts().isEmpty();
        if (links || options) {
            throw rights.refusal("links and driver options of a network");
        }
    }

    /**
     * @param asked for this container
     * @param inherited of other containers of the caller's
     * @param own whether a volume of this name is the caller's own
     */
    public void checkMounts(List<MountPoint> asked, List<MountPoint> inherited, Predicate<String> own) {
        if (rights.grant().privileged()) {
            return;
        }
        Stream.concat(asked.stream(), inherited.stream())
                .filter(MountPoint::isBind)
                .forEach(this::checkBind);
        asked.stream().filter(MountPoint::isVolume).forEach(point -> checkVolume(point, own));
    }

    /** Only by its name: where it leads is seen when it is opened, at each start. */
    private void checkBind(MountPoint point) {
        Path source = Path.of(point.source()).normalize();
        boolean allowed = rights.grant().binds().stream()
                .anyMatch(bind -> source.startsWith(bind.path()) && (bind.writable() || !point.writable()));
        if (!allowed) {
            boolean known = rights.bindPaths().stream().anyMatch(source::startsWith);
            throw rights.refusal("the bind source " + source + (known ? " to be writable" : ""));
        }
        if (!Set.of("", "private", "rprivate").contains(point.propagation())) {
            throw rights.refusal("the propagation " + point.propagation());
        }
    }

    private void checkVolume(MountPoint point, Predicate<String> own) {
        boolean plain = point.traits().request() == null
                || (Set.of("", "local").contains(point.traits().request().driver())
                        && point.traits().request().options().isEmpty());
        if (!plain) {
            throw rights.refusal("options of a volume's driver");
        }
        boolean may =
                point.name().isEmpty() || Grant.fits(rights.grant().volumes(), point.name()) || own.test(point.name());
        if (!may) {
            throw rights.refusal("the volume " + point.name());
        }
    }
}

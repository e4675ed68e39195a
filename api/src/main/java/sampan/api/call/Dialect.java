package sampan.api.call;

import static sampan.api.call.Edits.emptied;
import static sampan.api.call.Edits.nullWhenEmpty;
import static sampan.api.call.Edits.otherwise;
import static sampan.api.call.Edits.without;
import static sampan.api.call.Edits.withoutInEndpoints;
import static sampan.api.call.Edits.withoutInNetworks;
import static sampan.api.call.Edits.withoutWhenEmpty;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import sampan.core.config.ConfigJson;
import sampan.core.config.ContainerConfig;
import tools.jackson.databind.node.ObjectNode;

/** How versions of the API differ in what is sent: a line for each difference from the newest, the only one that everything else here speaks. */
public final class Dialect {
    private static final String EMPTY_CONFIG =
            ConfigJson.MAPPER.writeValueAsString(ContainerConfig.builder().build());

    private static final List<String> OF_CONTAINERS = List.of(
            "Hostname",
            "Domainname",
            "AttachStdin",
            "AttachStdout",
            "AttachStderr",
            "Tty",
            "OpenStdin",
            "StdinOnce",
            "Image",
            "NetworkDisabled",
            "MacAddress",
            "StopTimeout");

    private static final List<String> OF_ONE_NETWORK = List.of(
            "Bridge",
            "HairpinMode",
            "LinkLocalIPv6Address",
            "LinkLocalIPv6PrefixLen",
            "SecondaryIPAddresses",
            "SecondaryIPv6Addresses",
            "EndpointID",
            "Gateway",
            "GlobalIPv6Address",
            "GlobalIPv6PrefixLen",
            "IPAddress",
            "IPPrefixLen",
            "IPv6Gateway",
            "MacAddress");

    private static final List<Rule> RULES = List.of(
            // Defaults that a client of that time relies on, and fields that it cannot mean.
            before("1.25", Message.CREATE, without("HostConfig", "AutoRemove")), // the client's own work then
            before("1.40", Message.CREATE, otherwise("HostConfig", "IpcMode", "\"shareable\"")),
            before("1.40", Message.CREATE, without("HostConfig", "KernelMemoryTCP")),
            before("1.40", Message.CREATE, MountRules.without("BindOptions", "NonRecursive")),
            before("1.41", Message.CREATE, otherwise("HostConfig", "CgroupnsMode", "\"host\"")),
            before("1.42", Message.CREATE, without("HostConfig", "ConsoleSize")),
            before("1.42", Message.CREATE, MountRules.without("BindOptions", "CreateMountpoint")),
            before("1.42", Message.CREATE, MountRules::dropOptionsOfOthers),
            from("1.42", Message.CREATE, MountRules::refuseOptionsOfOthers),
            before("1.43", Message.CREATE, without("HostConfig", "Annotations")),
            before("1.44", Message.CREATE, without("Healthcheck", "StartInterval")),
            before("1.44", Message.CREATE, MountRules.refuse("BindOptions", "ReadOnlyForceRecursive", "v1.44")),
            before("1.44", Message.CREATE, withoutInEndpoints("MacAddress")),
            before("1.44", Message.CREATE, MadeOnNetworks::atMostOne),
            before("1.52", Message.CREATE, MadeOnNetworks::addressGoesThere),
            from("1.52", Message.CREATE, MadeOnNetworks::addressedThere),
            before("1.45", Message.CREATE, MountRules.refuse("VolumeOptions", "Subpath", "v1.45")),
            before("1.48", Message.CREATE, withoutInEndpoints("GwPriority")),
            before("1.48", Message.CREATE, MountRules::refuseImages),
            before("1.40", Message.UPDATE, without("", "PidsLimit")),
            before("1.55", Message.UPDATE, without("", "BlkioWeightDevice")),
            before("1.55", Message.UPDATE, without("", "BlkioDeviceReadBps")),
            before("1.55", Message.UPDATE, without("", "BlkioDeviceWriteBps")),
            before("1.55", Message.UPDATE, without("", "BlkioDeviceReadIOps")),
            before("1.55", Message.UPDATE, without("", "BlkioDeviceWriteIOps")),
            before("1.42", Message.EXEC, without("", "ConsoleSize")),
            before("1.48", Message.NEW_NETWORK, without("", "EnableIPv4")),
            before("1.54", Message.NEW_MEMBER, without("EndpointConfig", "MacAddress")),
            // What is answered.
            before("1.42", Message.CONTAINER, otherwise("HostConfig", "KernelMemory", "0")),
            before("1.42", Message.CONTAINER, otherwise("HostConfig", "KernelMemoryTCP", "0")),
            before("1.43", Message.CONTAINER, without("HostConfig", "Annotations")),
            before("1.44", Message.CONTAINER, without("Config/Healthcheck", "StartInterval")),
            from("1.52", Message.CONTAINER, Dialect::addressesOnlyByNetwork),
            from("1.52", Message.CONTAINER, without("Config", "MacAddress")),
            from("1.52", Message.CONTAINER, withoutWhenEmpty("Config", "OnBuild")),
            before("1.44", Message.CONTAINER, withoutInNetworks("DNSNames")),
            before("1.45", Message.CONTAINER, MadeOnNetworks::calledByItself),
            from("1.24", Message.CONTAINER_SUMMARY, MadeOnNetworks::withoutAliases),
            before("1.44", Message.CONTAINER_SUMMARY, withoutInNetworks("DNSNames")),
            before("1.48", Message.CONTAINER, withoutInNetworks("GwPriority")),
            before("1.48", Message.CONTAINER_SUMMARY, withoutInNetworks("GwPriority")),
            from("1.44", Message.IMAGE, without("", "VirtualSize")),
            from("1.44", Message.IMAGE_SUMMARY, without("", "VirtualSize")),
            from("1.50", Message.IMAGE, Dialect::onlyOfImages),
            before("1.50", Message.IMAGE, nullWhenEmpty("Config", "Labels")),
            from("1.52", Message.IMAGE, without("", "Parent")),
            from("1.52", Message.IMAGE, without("", "DockerVersion")),
            from("1.52", Message.IMAGE, withoutWhenEmpty("", "Comment")),
            from("1.52", Message.IMAGE, withoutWhenEmpty("", "Author")),
            from("1.52", Message.IMAGE, Dialect::onlyWhatIsSet),
            before("1.45", Message.IMAGE, otherwise("", "Container", "\"\"")),
            before("1.45", Message.IMAGE, otherwise("", "ContainerConfig", EMPTY_CONFIG)),
            before("1.45", Message.IMAGE, nullWhenEmpty("ContainerConfig", "Labels")),
            before("1.43", Message.IMAGE_SUMMARY, Dialect::namedNone),
            before("1.42", Message.IMAGE_SUMMARY, nullWhenEmpty("", "RepoDigests")),
            before("1.42", Message.IMAGE_SUMMARY, nullWhenEmpty("", "Labels")),
            before("1.42", Message.WAIT, otherwise("", "Error", "null")),
            before("1.42", Message.DISK_USAGE, nullWhenEmpty("", "BuildCache")),
            from("1.52", Message.DISK_USAGE, UsageSums::of),
            from("1.28", Message.NETWORK_SUMMARY, emptied("Containers")),
            from("1.52", Message.NETWORK_SUMMARY, without("", "Containers")),
            before("1.47", Message.NETWORK_SUMMARY, without("", "EnableIPv4")),
            before("1.47", Message.NETWORK, without("", "EnableIPv4")),
            before("1.25", Message.INFO, otherwise("", "ExecutionDriver", "\"<not supported>\"")),
            before("1.25", Message.INFO, Dialect::securityOptionsByName),
            from("1.42", Message.INFO, without("", "KernelMemory")),
            before("1.42", Message.INFO, otherwise("", "KernelMemory", "true")),
            before("1.42", Message.INFO, otherwise("", "KernelMemoryTCP", "true")),
            before("1.49", Message.INFO, otherwise("ContainerdCommit", "Expected", "\"\"")),
            before("1.49", Message.INFO, otherwise("RuncCommit", "Expected", "\"\"")),
            before("1.49", Message.INFO, otherwise("InitCommit", "Expected", "\"\"")),
            before("1.47", Message.INFO, otherwise("RegistryConfig", "AllowNondistributableArtifactsHostnames", "[]")),
            before("1.47", Message.INFO, otherwise("RegistryConfig", "AllowNondistributableArtifactsCIDRs", "[]")),
            from("1.50", Message.INFO, without("", "BridgeNfIptables")),
            from("1.50", Message.INFO, without("", "BridgeNfIp6tables")),
            before("1.44", Message.INFO, without("", "CDISpecDirs")),
            before("1.50", Message.INFO, without("", "DiscoveredDevices")),
            before("1.42", Message.DISK_USAGE, otherwise("", "BuilderSize", "0")),
            from("1.52", Message.EVENT, without("", "status")),
            from("1.52", Message.EVENT, without("", "id")),
            from("1.52", Message.EVENT, without("", "from")));

    private static final List<String> OF_IMAGES =
            List.of("Cmd", "Entrypoint", "Env", "Labels", "OnBuild", "User", "Volumes", "WorkingDir");

    private static final Map<Spoken, List<Consumer<ObjectNode>>> EDITS = new ConcurrentHashMap<>();

    /** What is edited alike; all versions are {@code 1.x}. */
    private record Spoken(long minor, Message message) {}

    private Dialect() {}

    /** {@code name=seccomp,profile=default} was {@code seccomp}. */
    private static void securityOptionsByName(ObjectNode info) {
        List<String> names = info.path("SecurityOptions")
                .valueStream()
                .map(option -> option.asString("").replaceFirst("^name=", "").replaceFirst(",.*", ""))
                .toList();
        names.forEach(info.putArray("SecurityOptions")::add);
    }

    /** An image's configuration has no longer what only a container's has. */
    private static void onlyOfImages(ObjectNode image) {
        if (image.path("Config") instanceof ObjectNode config) {
            config.remove(OF_CONTAINERS);
        }
    }

    /** What was said twice, of the default bridge and in the list of networks, is said in the list alone. */
    private static void addressesOnlyByNetwork(ObjectNode container) {
        if (container.path("NetworkSettings") instanceof ObjectNode settings) {
            settings.remove(OF_ONE_NETWORK);
        }
    }

    private record Rule(ApiVersion limit, boolean older, Message message, Consumer<ObjectNode> edit) {
        boolean fits(ApiVersion version, Message sent) {
            return message == sent && version.compareTo(limit) < 0 == older;
        }
    }

    private static Rule before(String version, Message message, Consumer<ObjectNode> edit) {
        return new Rule(ApiVersion.parse(version), true, message, edit);
    }

    private static Rule from(String version, Message message, Consumer<ObjectNode> edit) {
        return new Rule(ApiVersion.parse(version), false, message, edit);
    }

    /** What is not set is not said. */
    private static void onlyWhatIsSet(ObjectNode image) {
        OF_IMAGES.forEach(field -> withoutWhenEmpty("Config", field).accept(image));
    }

    /** An image without a name was listed under one that says so. */
    private static void namedNone(ObjectNode image) {
        if (image.path("RepoTags").isEmpty() && image.path("RepoDigests").isEmpty()) {
            image.putArray("RepoTags").add("<none>:<none>");
            image.putArray("RepoDigests").add("<none>@<none>");
        }
    }

    /** The message as that version has it; changed in place. */
    public static ObjectNode in(ApiVersion version, Message message, ObjectNode sent) {
        EDITS.computeIfAbsent(
                        new Spoken(version.minor(), message),
                        _ -> RULES.stream()
                                .filter(rule -> rule.fits(version, message))
                                .map(Rule::edit)
                                .toList())
                .forEach(edit -> edit.accept(sent));
        return sent;
    }
}

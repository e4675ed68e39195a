package sampan.api.call;

import java.util.List;
import java.util.function.Consumer;
import sampan.core.config.ConfigJson;
import sampan.core.config.ContainerConfig;
import tools.jackson.databind.JsonNode;
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
            // Defaults that a client of that time relies on.
            before("1.40", Message.CREATE, otherwise("HostConfig", "IpcMode", "\"shareable\"")),
            before("1.41", Message.CREATE, otherwise("HostConfig", "CgroupnsMode", "\"host\"")),
            before("1.44", Message.CREATE, without("", "Healthcheck", "StartInterval")),
            before("1.42", Message.CONTAINER, otherwise("HostConfig", "KernelMemory", "0")),
            before("1.42", Message.CONTAINER, otherwise("HostConfig", "KernelMemoryTCP", "0")),
            before("1.43", Message.CONTAINER, without("HostConfig", "Annotations")),
            before("1.44", Message.CONTAINER, without("Config", "Healthcheck", "StartInterval")),
            from("1.52", Message.CONTAINER, Dialect::addressesOnlyByNetwork),
            before("1.44", Message.CONTAINER, withoutInNetworks("DNSNames")),
            before("1.44", Message.CONTAINER_SUMMARY, withoutInNetworks("DNSNames")),
            before("1.48", Message.CONTAINER, withoutInNetworks("GwPriority")),
            before("1.48", Message.CONTAINER_SUMMARY, withoutInNetworks("GwPriority")),
            from("1.44", Message.IMAGE, without("", "VirtualSize")),
            from("1.44", Message.IMAGE_SUMMARY, without("", "VirtualSize")),
            from("1.50", Message.IMAGE, Dialect::onlyOfImages),
            from("1.52", Message.IMAGE, without("", "Parent")),
            from("1.52", Message.IMAGE, without("", "DockerVersion")),
            before("1.45", Message.IMAGE, otherwise("", "Container", "\"\"")),
            before("1.45", Message.IMAGE, otherwise("", "ContainerConfig", EMPTY_CONFIG)),
            before("1.42", Message.IMAGE_SUMMARY, nullWhenEmpty("RepoDigests")),
            before("1.42", Message.IMAGE_SUMMARY, nullWhenEmpty("Labels")),
            before("1.42", Message.WAIT, otherwise("", "Error", "null")),
            before("1.42", Message.DISK_USAGE, nullWhenEmpty("BuildCache")),
            from("1.52", Message.DISK_USAGE, UsageSums::of),
            from("1.52", Message.NETWORK_SUMMARY, without("", "Containers")),
            before("1.47", Message.NETWORK_SUMMARY, without("", "EnableIPv4")),
            before("1.47", Message.NETWORK, without("", "EnableIPv4")),
            before("1.25", Message.INFO, otherwise("", "ExecutionDriver", "\"<not supported>\"")),
            before("1.25", Message.INFO, Dialect::securityOptionsByName),
            from("1.42", Message.INFO, without("", "KernelMemory")),
            before("1.42", Message.INFO, otherwise("", "KernelMemory", "true")),
            before("1.42", Message.INFO, otherwise("", "KernelMemoryTCP", "true")),
            before("1.47", Message.INFO, otherwise("ContainerdCommit", "Expected", "\"\"")),
            before("1.47", Message.INFO, otherwise("RuncCommit", "Expected", "\"\"")),
            before("1.47", Message.INFO, otherwise("InitCommit", "Expected", "\"\"")),
            before("1.47", Message.INFO, otherwise("RegistryConfig", "AllowNondistributableArtifactsHostnames", "[]")),
            before("1.47", Message.INFO, otherwise("RegistryConfig", "AllowNondistributableArtifactsCIDRs", "[]")),
            from("1.50", Message.INFO, without("", "BridgeNfIptables")),
            from("1.50", Message.INFO, without("", "BridgeNfIp6tables")),
            before("1.44", Message.INFO, without("", "CDISpecDirs")),
            before("1.50", Message.INFO, without("", "DiscoveredDevices")),
            before("1.42", Message.DISK_USAGE, otherwise("", "BuilderSize", "0")));

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

    private static Consumer<ObjectNode> nullWhenEmpty(String field) {
        return root -> {
            if (root.path(field).isContainer() && root.path(field).isEmpty()) {
                root.putNull(field);
            }
        };
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

    private static Consumer<ObjectNode> withoutInNetworks(String field) {
        return root -> {
            for (JsonNode settings : root.path("NetworkSettings").path("Networks")) {
                ((ObjectNode) settings).remove(field);
            }
        };
    }

    /** @param path of an object, then the field that is taken away */
    private static Consumer<ObjectNode> without(String... path) {
        return root -> {
            if (object(root, path) instanceof ObjectNode object) {
                object.remove(path[path.length - 1]);
            }
        };
    }

    /** @param value in JSON, unless there is one */
    private static Consumer<ObjectNode> otherwise(String place, String field, String value) {
        return root -> {
            JsonNode found = object(root, place, field);
            if (found instanceof ObjectNode object
                    && (object.path(field).isMissingNode()
                            || object.path(field).asString("?").isEmpty())) {
                object.set(field, ConfigJson.MAPPER.readTree(value));
            }
        };
    }

    private static JsonNode object(ObjectNode root, String... path) {
        JsonNode at = root;
        for (int i = 0; i < path.length - 1; i++) {
            at = path[i].isEmpty() ? at : at.path(path[i]);
        }
        return at;
    }

    /** The message as that version has it; changed in place. */
    public static ObjectNode in(ApiVersion version, Message message, ObjectNode sent) {
        RULES.stream()
                .filter(rule -> rule.fits(version, message))
                .forEach(rule -> rule.edit().accept(sent));
        return sent;
    }
}

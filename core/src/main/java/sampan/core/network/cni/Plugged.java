package sampan.core.network.cni;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sampan.core.network.port.BoundPort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What plugins have made for a container on one network; kept until they have taken it away.
 *
 * @param conf the network's configuration as it was then
 * @param ports that lead to it
 * @param result of the last plugin; null: none has come to its end
 */
record Plugged(
        String container,
        String link,
        String conf,
        List<BoundPort> ports,
        @Nullable JsonNode result) {
    Plugged {
        ports = ports == null ? List.of() : List.copyOf(ports);
    }

    Plugged with(JsonNode now) {
        return new Plugged(container, link, conf, ports, now);
    }

    /** The same as an engine sees it that reaches the container's namespace by another path than the one before it: plugins compare the two. */
    Plugged seenAt(String namespace) {
        if (result == null) {
            return this;
        }
        JsonNode moved = result.deepCopy();
        for (JsonNode link : moved.path("interfaces")) {
            if (link instanceof ObjectNode inside
                    && !inside.path("sandbox").asString("").isEmpty()) {
                inside.put("sandbox", namespace);
            }
        }
        return with(moved);
    }

    PluginList list() {
        return PluginList.of(Map.of(PluginList.OPTION, conf));
    }

    /** What one plugin reads: its own configuration, what those before it have made, and what it said it can do. */
    ObjectNode configuration(ObjectNode plugin) {
        ObjectNode all = plugin.deepCopy();
        all.remove("capabilities");
        if (plugin.path("capabilities").path("portMappings").asBoolean(false) && !ports.isEmpty()) {
            all.putObject("runtimeConfig").set("portMappings", mappings());
        }
        if (result != null) {
            all.set("prevResult", result);
        }
        return all;
    }

    private ArrayNode mappings() {
        ArrayNode all = JsonMapper.shared().createArrayNode();
        for (BoundPort port : ports) {
            all.addObject()
                    .put("hostPort", port.hostPort())
                    .put("containerPort", port.port())
                    .put("protocol", port.protocol())
                    .put("hostIP", List.of("0.0.0.0", "::").contains(port.hostIp()) ? "" : port.hostIp());
        }
        return all;
    }

    /** Its addresses, those of version 4 first: {@code address} with the length of its prefix, and {@code gateway}. */
    List<JsonNode> addresses() {
        Map<Integer, List<JsonNode>> byVersion = new TreeMap<>();
        if (result != null) {
            for (JsonNode ip : result.path("ips")) {
                int version = ip.path("address").asString("").indexOf(':') < 0 ? 4 : 6;
                byVersion.computeIfAbsent(version, _ -> new ArrayList<>()).add(ip);
            }
        }
        return byVersion.values().stream().flatMap(List::stream).toList();
    }

    /** The hardware address of its link; empty when no plugin tells. */
    String hardwareAddress() {
        if (result != null) {
            for (JsonNode made : result.path("interfaces")) {
                if (!made.path("sandbox").asString("").isEmpty()
                        && made.path("name").asString("").equals(link)) {
                    return made.path("mac").asString("");
                }
            }
        }
        return "";
    }
}

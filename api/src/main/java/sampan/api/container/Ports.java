package sampan.api.container;

import java.util.Map;
import sampan.api.call.Json;
import sampan.core.container.Container;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The ports of a container as a list of containers has them: one object for each address of the host, one for a port that is not published. */
final class Ports {
    private Ports() {}

    static ArrayNode of(Container container) {
        ArrayNode all = Json.object().arrayNode();
        if (container.ports().isEmpty()) {
            return all;
        }
        JsonNode ports = Json.tree(container.inspect()).path("NetworkSettings").path("Ports");
        for (Map.Entry<String, JsonNode> port : ports.properties()) {
            String[] words = port.getKey().split("/", 2);
            if (port.getValue().isEmpty()) {
                port(all, words);
            }
            for (JsonNode binding : port.getValue()) {
                ObjectNode bound = all.addObject()
                        .put("IP", binding.path("HostIp").asString(""))
                        .put("PrivatePort", Integer.parseInt(words[0]))
                        .put(
                                "PublicPort",
                                Integer.parseInt(binding.path("HostPort").asString("0")));
                bound.put("Type", words[1]);
            }
        }
        return all;
    }

    private static void port(ArrayNode all, String[] words) {
        all.addObject().put("PrivatePort", Integer.parseInt(words[0])).put("Type", words[1]);
    }
}

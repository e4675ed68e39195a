package sampan.api.call;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import sampan.core.error.EngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What versions of the API make of the networks of a container. */
final class MadeOnNetworks {
    private static final Set<String> BUILT_IN = Set.of("bridge", "host", "none");
    private static final int SHORT = 12;

    private MadeOnNetworks() {}

    static void atMostOne(ObjectNode create) {
        JsonNode endpoints = create.path("NetworkingConfig").path("EndpointsConfig");
        if (endpoints.size() > 1) {
            throw new EngineException.InvalidArgument("Container cannot be created with multiple network endpoints: "
                    + String.join(", ", endpoints.propertyNames()));
        }
    }

    /** What it is called everywhere was among the names that it is given on each network of users' making. Compose looks for it. */
    static void calledByItself(ObjectNode container) {
        if (container.path("State").path("Status").asString("").equals("created")) {
            return; // it is called so when it is there
        }
        String id = container.path("Id").asString("");
        for (Map.Entry<String, JsonNode> network :
                container.path("NetworkSettings").path("Networks").properties()) {
            if (network.getValue() instanceof ObjectNode endpoint && !BUILT_IN.contains(network.getKey())) {
                Set<String> names = new LinkedHashSet<>();
                endpoint.path("Aliases").forEach(alias -> names.add(alias.asString()));
                names.add(id.substring(0, Math.min(SHORT, id.length())));
                names.add(container.path("Config").path("Hostname").asString(""));
                names.remove("");
                ArrayNode aliases = endpoint.putArray("Aliases");
                names.forEach(aliases::add);
            }
        }
    }

    /** A list has none of them. */
    static void withoutAliases(ObjectNode container) {
        for (JsonNode network : container.path("NetworkSettings").path("Networks")) {
            if (network instanceof ObjectNode endpoint) {
                endpoint.putNull("Aliases");
            }
        }
    }

    /** A container's address is one of its networks'. */
    static void addressedThere(ObjectNode create) {
        if (!create.path("MacAddress").asString("").isEmpty()) {
            throw new EngineException.InvalidArgument(
                    "container-wide MAC address no longer supported; use endpoint-specific MAC address instead");
        }
    }
}

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

    /** A container's address was once the one that it has on the network of its mode. */
    static void addressGoesThere(ObjectNode create) {
        String address = create.path("MacAddress").asString("");
        if (address.isEmpty()) {
            return;
        }
        String mode = create.path("HostConfig").path("NetworkMode").asString("");
        if (mode.equals("host") || mode.startsWith("container:")) {
            throw new EngineException.InvalidArgument("conflicting options: mac-address and the network mode");
        }
        ObjectNode endpoints = in(in(create, "NetworkingConfig"), "EndpointsConfig");
        boolean usual = mode.isEmpty() || mode.equals("default") || mode.equals("bridge");
        ObjectNode endpoint = in(endpoints, !usual ? mode : endpoints.has("default") ? "default" : "bridge");
        String own = endpoint.path("MacAddress").asString("");
        if (!own.isEmpty() && !own.equals(address)) {
            throw new EngineException.InvalidArgument("the container-wide MAC address must match the endpoint-specific"
                    + " MAC address for the main network, or be left empty");
        }
        endpoint.put("MacAddress", address);
    }

    private static ObjectNode in(ObjectNode outer, String field) {
        return outer.path(field) instanceof ObjectNode inner ? inner : outer.putObject(field);
    }

    /** A container's address is one of its networks'. */
    static void addressedThere(ObjectNode create) {
        if (!create.path("MacAddress").asString("").isEmpty()) {
            throw new EngineException.InvalidArgument(
                    "container-wide MAC address no longer supported; use endpoint-specific MAC address instead");
        }
    }
}

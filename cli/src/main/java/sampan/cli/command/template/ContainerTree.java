package sampan.cli.command.template;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeSet;
import sampan.cli.go.GoJson;
import sampan.cli.go.Types;
import sampan.cli.go.Value;
import sampan.core.Engine;
import sampan.core.config.ConfigJson;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a template sees: a list of containers, in the order of their names, each with the fields that docker-gen has.
 *
 * @param exposed only those with an exposed port
 * @param published only those with a published port
 * @param stopped those that do not run, too
 */
record ContainerTree(boolean exposed, boolean published, boolean stopped) {
    Value of(Engine engine) {
        ArrayNode list = ConfigJson.MAPPER.createArrayNode();
        engine.containers().list().stream()
                .filter(container -> stopped || container.state().isUp())
                .sorted(Comparator.comparing(Container::name))
                .forEach(container -> add(list, container));
        return GoJson.decode(Types.ANYS, list);
    }

    private void add(ArrayNode list, Container container) {
        ObjectNode shown;
        try {
            shown = one(ConfigJson.MAPPER.valueToTree(container.inspect()), container);
        } catch (EngineException.NotFound gone) {
            return; // removed meanwhile
        }
        boolean wanted = (!exposed || !shown.path("Addresses").isEmpty())
                && (!published
                        || shown.path("Addresses")
                                .valueStream()
                                .anyMatch(address ->
                                        !address.path("HostPort").asString("").isEmpty()));
        if (wanted) {
            list.add(shown);
        }
    }

    private static ObjectNode one(JsonNode inspected, Container container) {
        ObjectNode one = ConfigJson.MAPPER.createObjectNode();
        JsonNode config = inspected.path("Config");
        JsonNode network = inspected.path("NetworkSettings");
        one.put("ID", container.id())
                .put("Name", container.name())
                .put("Created", container.created().toString())
                .put("Hostname", config.path("Hostname").asString(""));
        one.set("Image", image(config.path("Image").asString("")));
        one.set("State", inspected.path("State"));
        one.set("Env", variables(config.path("Env")));
        one.set("Labels", config.path("Labels").isObject() ? config.path("Labels") : one.objectNode());
        one.set("Mounts", inspected.path("Mounts"));
        ArrayNode networks = networks(network.path("Networks"));
        String address = networks.valueStream()
                .map(each -> each.path("IP").asString(""))
                .filter(ip -> !ip.isEmpty())
                .findFirst()
                .orElse("");
        one.put("IP", address);
        one.set("Networks", networks);
        one.set("Addresses", addresses(config.path("ExposedPorts"), network.path("Ports"), address));
        return one;
    }

    private static ObjectNode image(String reference) {
        ObjectNode image = ConfigJson.MAPPER.createObjectNode();
        int slash = reference.indexOf('/');
        String first = slash < 0 ? "" : reference.substring(0, slash);
        boolean registry = first.contains(".") || first.contains(":") || first.equals("localhost");
        String rest = registry ? reference.substring(slash + 1) : reference;
        int colon = rest.lastIndexOf(':');
        return image.put("Registry", registry ? first : "")
                .put("Repository", colon < 0 ? rest : rest.substring(0, colon))
                .put("Tag", colon < 0 ? "" : rest.substring(colon + 1));
    }

    private static ObjectNode variables(JsonNode env) {
        ObjectNode variables = ConfigJson.MAPPER.createObjectNode();
        env.valueStream()
                .map(each -> each.asString("").split("=", 2))
                .forEach(pair -> variables.put(pair[0], pair.length > 1 ? pair[1] : ""));
        return variables;
    }

    private static ArrayNode networks(JsonNode settings) {
        ArrayNode networks = ConfigJson.MAPPER.createArrayNode();
        for (Map.Entry<String, JsonNode> entry : settings.properties()) {
            JsonNode endpoint = entry.getValue();
            networks.addObject()
                    .put("Name", entry.getKey())
                    .put("IP", endpoint.path("IPAddress").asString(""))
                    .put("Gateway", endpoint.path("Gateway").asString(""))
                    .put("MacAddress", endpoint.path("MacAddress").asString(""))
                    .put("GlobalIPv6Address", endpoint.path("GlobalIPv6Address").asString(""));
        }
        return networks;
    }

    private static ArrayNode addresses(JsonNode exposed, JsonNode ports, String ip) {
        ArrayNode addresses = ConfigJson.MAPPER.createArrayNode();
        TreeSet<String> all = new TreeSet<>(exposed.propertyNames());
        all.addAll(ports.propertyNames());
        for (String port : all) {
            JsonNode host = ports.path(port).path(0);
            int slash = port.indexOf('/');
            addresses
                    .addObject()
                    .put("IP", ip)
                    .put("Port", slash < 0 ? port : port.substring(0, slash))
                    .put("Proto", slash < 0 ? "tcp" : port.substring(slash + 1))
                    .put("HostIP", host.path("HostIp").asString(""))
                    .put("HostPort", host.path("HostPort").asString(""));
        }
        return addresses;
    }
}

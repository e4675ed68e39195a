package sampan.cli.command.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Scalars;
import sampan.cli.flag.Usage;
import sampan.core.config.ConfigJson;
import sampan.core.container.Container;
import tools.jackson.databind.JsonNode;

/** {@code port}: which ports of a container are published, and where. */
public final class PortCommand implements Command {
    private static final Usage USAGE = Usage.of(
                    "port",
                    "CONTAINER [PRIVATE_PORT[/PROTO]]",
                    "List port mappings or a specific mapping for the container")
            .aliases("container port", "port")
            .between(1, 2);

    private static final String USUAL = "/tcp";

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        Container container = call.engine().containers().find(call.operands().getFirst());
        JsonNode ports = ConfigJson.MAPPER.valueToTree(
                container.inspect().networkSettings().getOrDefault("Ports", Map.of()));
        List<String> lines = call.operands().size() == 1 ? all(ports) : one(ports, call.operands());
        for (String line : lines) {
            call.out().println(line);
        }
        return 0;
    }

    private static List<String> all(JsonNode ports) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, JsonNode> port : ports.properties()) {
            published(port.getValue()).forEach(where -> lines.add(port.getKey() + " -> " + where));
        }
        lines.sort(String::compareTo);
        return lines;
    }

    private static List<String> one(JsonNode ports, List<String> operands) throws CommandFailure {
        String asked = operands.getLast();
        int slash = asked.indexOf('/');
        String number = slash < 0 ? asked : asked.substring(0, slash);
        try {
            int port = Scalars.uint16(number);
            List<String> lines = published(ports.path(port + (slash < 0 ? USUAL : asked.substring(slash))));
            if (!lines.isEmpty()) {
                return lines;
            }
        } catch (InvalidValue wrong) {
            throw new CommandFailure(1, "Error: invalid port (" + number + "): " + wrong.getMessage());
        }
        throw new CommandFailure(1, "Error: No public port '" + asked + "' published for " + operands.getFirst());
    }

    private static List<String> published(JsonNode bindings) {
        List<String> places = new ArrayList<>();
        for (JsonNode binding : bindings) {
            String address = binding.path("HostIp").asString("");
            String host = address.indexOf(':') < 0 ? address : "[" + address + "]";
            places.add(host + ":" + binding.path("HostPort").asString(""));
        }
        return places;
    }
}

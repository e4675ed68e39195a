package sampan.api.call;

import java.util.List;
import java.util.Map;
import sampan.core.config.ContainerConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What clients send of the configuration that containers and images have in common. */
public final class ImageSettings {
    private static final List<String> WORDS = List.of("Cmd", "Entrypoint", "Shell");

    private ImageSettings() {}

    /** A command that is one text is one word. */
    public static ContainerConfig read(ObjectNode body) {
        for (Map.Entry<String, JsonNode> field : List.copyOf(body.properties())) {
            JsonNode value = field.getValue();
            if (value.isString() && WORDS.stream().anyMatch(field.getKey()::equalsIgnoreCase)) {
                body.set(field.getKey(), body.arrayNode().add(value));
            }
        }
        return Json.read(body, ContainerConfig.class);
    }
}

package sampan.api.call;

import java.util.function.Consumer;
import sampan.core.config.ConfigJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a line of {@link Dialect} does to a message. A place is the object in the message that the field is of; empty: the message itself; {@code a/b}: one in another. */
final class Edits {
    private Edits() {}

    private static JsonNode at(ObjectNode root, String place) {
        return place.isEmpty() ? root : root.at("/" + place);
    }

    static Consumer<ObjectNode> without(String place, String field) {
        return root -> {
            if (at(root, place) instanceof ObjectNode object) {
                object.remove(field);
            }
        };
    }

    /** The field is there only when it says something. */
    static Consumer<ObjectNode> withoutWhenEmpty(String place, String field) {
        return root -> {
            if (at(root, place) instanceof ObjectNode object && isEmpty(object.path(field))) {
                object.remove(field);
            }
        };
    }

    private static boolean isEmpty(JsonNode value) {
        return value.isNull()
                || (value.isString() && value.asString().isEmpty())
                || (value.isContainer() && value.isEmpty());
    }

    /** @param value in JSON, unless there is one */
    static Consumer<ObjectNode> otherwise(String place, String field, String value) {
        return root -> {
            if (at(root, place) instanceof ObjectNode object
                    && (object.path(field).isMissingNode()
                            || object.path(field).asString("?").isEmpty())) {
                object.set(field, ConfigJson.MAPPER.readTree(value));
            }
        };
    }

    static Consumer<ObjectNode> nullWhenEmpty(String place, String field) {
        return root -> {
            if (at(root, place) instanceof ObjectNode object
                    && object.path(field).isContainer()
                    && object.path(field).isEmpty()) {
                object.putNull(field);
            }
        };
    }

    /** An object that has nothing in it. */
    static Consumer<ObjectNode> emptied(String field) {
        return root -> root.putObject(field);
    }

    static Consumer<ObjectNode> withoutInNetworks(String field) {
        return root -> withoutInEach(root.path("NetworkSettings").path("Networks"), field);
    }

    static Consumer<ObjectNode> withoutInEndpoints(String field) {
        return root -> withoutInEach(root.path("NetworkingConfig").path("EndpointsConfig"), field);
    }

    private static void withoutInEach(JsonNode objects, String field) {
        for (JsonNode each : objects) {
            if (each instanceof ObjectNode object) {
                object.remove(field);
            }
        }
    }
}

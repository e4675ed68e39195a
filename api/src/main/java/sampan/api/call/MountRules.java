package sampan.api.call;

import java.util.Map;
import java.util.function.Consumer;
import sampan.core.error.EngineException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What versions of the API make of {@code HostConfig.Mounts}. */
final class MountRules {
    private static final Map<String, String> KINDS =
            Map.of("VolumeOptions", "volume", "BindOptions", "bind", "TmpfsOptions", "tmpfs");

    private MountRules() {}

    private static JsonNode mounts(ObjectNode create) {
        return create.path("HostConfig").path("Mounts");
    }

    private static String type(JsonNode mount) {
        return mount.path("Type").asString("");
    }

    static Consumer<ObjectNode> without(String options, String field) {
        return create -> {
            for (JsonNode mount : mounts(create)) {
                if (mount.path(options) instanceof ObjectNode object) {
                    object.remove(field);
                }
            }
        };
    }

    /** @param version the first that knows it */
    static Consumer<ObjectNode> refuse(String options, String field, String version) {
        return create -> {
            for (JsonNode mount : mounts(create)) {
                JsonNode value = mount.path(options).path(field);
                if (value.asBoolean(false)
                        || (value.isString() && !value.asString("").isEmpty())) {
                    throw new EngineException.InvalidArgument(
                            options + "." + field + " needs API " + version + " or newer");
                }
            }
        };
    }

    static void refuseImages(ObjectNode create) {
        for (JsonNode mount : mounts(create)) {
            if (type(mount).equals("image")) {
                throw new EngineException.InvalidArgument("Mount type \"Image\" needs API v1.48 or newer");
            }
        }
    }

    /** They were passed over, but those of a bind mount. */
    static void dropOptionsOfOthers(ObjectNode create) {
        for (JsonNode mount : mounts(create)) {
            KINDS.forEach((options, type) -> {
                if (mount instanceof ObjectNode object
                        && !type.equals("bind")
                        && !type(mount).equals(type)) {
                    object.remove(options);
                }
            });
        }
    }

    static void refuseOptionsOfOthers(ObjectNode create) {
        for (JsonNode mount : mounts(create)) {
            KINDS.forEach((options, type) -> {
                if (mount.path(options).isObject() && !type(mount).equals(type)) {
                    throw new EngineException.InvalidArgument(
                            options + " must not be specified on mount type " + Json.quoted(type(mount)));
                }
            });
        }
    }
}

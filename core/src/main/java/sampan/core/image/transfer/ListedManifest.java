package sampan.core.image.transfer;

import java.util.List;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.JsonFields;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One image of a manifest list, for one platform.
 *
 * @param name where a registry has it
 */
public record ListedManifest(ImageReference name, String mediaType, Digest digest, long size, Machine machine) {

    /** What it runs on (image-index.md#platform). */
    public record Machine(String os, String architecture, String variant, String osVersion, List<String> osFeatures) {
        public Machine {
            osFeatures = List.copyOf(osFeatures);
        }

        public ObjectNode toJson() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("architecture", architecture).put("os", os);
            put(json, "os.version", osVersion);
            if (!osFeatures.isEmpty()) {
                ArrayNode features = json.putArray("os.features");
                osFeatures.forEach(features::add);
            }
            put(json, "variant", variant);
            return json;
        }

        private static void put(ObjectNode json, String name, String value) {
            if (!value.isEmpty()) {
                json.put(name, value);
            }
        }

        private static Machine read(JsonFields json) throws ImageFormatException {
            return new Machine(
                    json.text("os"),
                    json.text("architecture"),
                    json.text("variant"),
                    json.text("os.version"),
                    json.texts("os.features"));
        }
    }

    public ListedManifest on(Machine other) {
        return new ListedManifest(name, mediaType, digest, size, other);
    }

    /** As {@link #toJson} wrote it. */
    public static ListedManifest read(JsonFields json) throws ImageFormatException {
        return new ListedManifest(
                ImageReference.parse(json.requiredText("name")),
                json.requiredText("mediaType"),
                Digest.parse(json.requiredText("digest")),
                json.number("size"),
                Machine.read(json.requiredObject("platform")));
    }

    public ObjectNode toJson() {
        ObjectNode json = descriptor();
        json.put("name", name.toString());
        return json;
    }

    /** As a list has it. */
    ObjectNode descriptor() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("mediaType", mediaType).put("size", size).put("digest", digest.toString());
        json.set("platform", machine.toJson());
        return json;
    }
}

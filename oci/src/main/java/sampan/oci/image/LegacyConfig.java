package sampan.oci.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The {@code json} of a layer from the time when each layer was an image with a parent. */
public final class LegacyConfig {
    /** Of that time only; the configuration of an image has other means to say it. */
    private static final Set<String> DROPPED =
            Set.of("id", "parent", "Size", "parent_id", "layer_id", "throwaway", "rootfs", "history");

    private final ObjectNode json;
    private final JsonFields fields;

    private LegacyConfig(ObjectNode json, JsonFields fields) {
        this.json = json;
        this.fields = fields;
    }

    public static LegacyConfig parse(byte[] text) throws ImageFormatException {
        ObjectNode json = StrictJson.parseObject(text, "image json");
        JsonFields fields = new JsonFields(json, "image json");
        StrictJson.refuseCaseVariants(fields);
        return new LegacyConfig(json, fields);
    }

    /** The parent's id, or nothing. */
    public String parent() throws ImageFormatException {
        return fields.text("parent");
    }

    /**
     * The configuration of the image that this is the top of, as Docker makes it: keys in the order of their bytes, so that the image gets the
     * id it gets there.
     *
     * @param chain all its layers, the lowest first
     */
    public byte[] toDocument(List<LegacyConfig> chain, List<Digest> diffIds) throws ImageFormatException {
        Map<String, JsonNode> sorted = new TreeMap<>();
        for (String key : json.propertyNames()) {
            if (!DROPPED.contains(key)) {
                sorted.put(key, json.get(key));
            }
        }
        ObjectNode rootfs = StrictJson.object().put("type", "layers");
        ArrayNode ids = rootfs.putArray("diff_ids");
        diffIds.forEach(diffId -> ids.add(diffId.toString()));
        sorted.put("rootfs", rootfs);
        ArrayNode steps = StrictJson.object().putArray("history");
        for (LegacyConfig layer : chain) {
            steps.add(layer.step());
        }
        sorted.put("history", steps);
        ObjectNode document = StrictJson.object();
        sorted.forEach(document::set);
        // As Go writes JSON.
        return new String(StrictJson.bytes(document), UTF_8)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .getBytes(UTF_8);
    }

    private ObjectNode step() throws ImageFormatException {
        ObjectNode step = StrictJson.object();
        String created = fields.text("created");
        step.put("created", created.isEmpty() ? "0001-01-01T00:00:00Z" : created);
        put(step, "author", fields.text("author"));
        var container = fields.object("container_config");
        put(
                step,
                "created_by",
                container.isEmpty() ? "" : String.join(" ", container.get().texts("Cmd")));
        put(step, "comment", fields.text("comment"));
        return step;
    }

    private static void put(ObjectNode step, String key, String value) {
        if (!value.isEmpty()) {
            step.put(key, value);
        }
    }
}

package sampan.oci.image;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON from outside: bounded in size and depth, no key twice, nothing after the document. */
public final class StrictJson {
    /** What containerd and registries allow a manifest or a configuration. */
    public static final int MAX_DOCUMENT = 8 << 20;

    private static final int MAX_DEPTH = 64;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxDocumentLength(MAX_DOCUMENT)
                            .maxStringLength(MAX_DOCUMENT)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /** @param what the document's name in error messages, such as {@code image config} */
    public static JsonFields parse(byte[] text, String what) throws ImageFormatException {
        return new JsonFields(parseObject(text, what), what);
    }

    /** A list of objects. */
    public static List<JsonFields> parseList(byte[] text, String what) throws ImageFormatException {
        if (!(tree(text, what) instanceof ArrayNode list)) {
            throw new ImageFormatException(what + " is not a JSON list");
        }
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode item : list.values()) {
            if (!(item instanceof ObjectNode object)) {
                throw new ImageFormatException(what + " is not a list of objects");
            }
            objects.add(new JsonFields(object, what));
        }
        return objects;
    }

    /** An object to look through or to change. */
    public static ObjectNode parseObject(byte[] text, String what) throws ImageFormatException {
        if (!(tree(text, what) instanceof ObjectNode object)) {
            throw new ImageFormatException(what + " is not a JSON object");
        }
        return object;
    }

    private static JsonNode tree(byte[] text, String what) throws ImageFormatException {
        if (text.length > MAX_DOCUMENT) {
            throw new ImageFormatException(what + " is larger than " + (MAX_DOCUMENT >> 20) + " MiB");
        }
        try {
            return MAPPER.readTree(text);
        } catch (JacksonException malformed) {
            throw new ImageFormatException(what + " is not valid JSON: " + malformed.getOriginalMessage(), malformed);
        }
    }

    /** Refuses keys that a reader blind to case (Go's) would take for the same field. CVE-2021-41190. */
    public static void refuseCaseVariants(JsonFields fields) throws ImageFormatException {
        Set<String> seen = new HashSet<>();
        for (String key : fields.keys()) {
            if (!seen.add(key.toLowerCase(Locale.ROOT))) {
                throw new ImageFormatException(fields.what() + " has the key \"" + key + "\" in two spellings");
            }
        }
    }

    /** An empty object to fill. */
    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The compact text. */
    public static byte[] bytes(JsonNode object) {
        return MAPPER.writeValueAsBytes(object);
    }
}

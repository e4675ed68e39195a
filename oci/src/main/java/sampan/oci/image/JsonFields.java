package sampan.oci.image;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The fields of one JSON object, read with their types: a number is no string, and null is an absent field. */
public final class JsonFields {
    private final ObjectNode node;
    private final String what;

    JsonFields(ObjectNode node, String what) {
        this.node = node;
        this.what = what;
    }

    /** Where in which document, for messages. */
    public String what() {
        return what;
    }

    public Collection<String> keys() {
        return node.propertyNames();
    }

    public boolean has(String key) {
        return node.has(key);
    }

    private @Nullable JsonNode present(String key) {
        JsonNode value = node.get(key);
        return value == null || value.isNull() ? null : value;
    }

    /** The string, or the empty one. */
    public String text(String key) throws ImageFormatException {
        JsonNode value = present(key);
        return value == null ? "" : string(value, key);
    }

    public String requiredText(String key) throws ImageFormatException {
        String text = text(key);
        if (text.isEmpty()) {
            throw new ImageFormatException(what + " has no \"" + key + "\"");
        }
        return text;
    }

    public List<String> texts(String key) throws ImageFormatException {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : items(key)) {
            texts.add(string(item, key));
        }
        return List.copyOf(texts);
    }

    /** The keys of a set spelt as {@code {"80/tcp": {}}}. */
    public List<String> set(String key) throws ImageFormatException {
        Optional<JsonFields> object = object(key);
        return object.isEmpty() ? List.of() : List.copyOf(object.get().keys());
    }

    public Map<String, String> strings(String key) throws ImageFormatException {
        Optional<JsonFields> object = object(key);
        Map<String, String> strings = new LinkedHashMap<>();
        if (object.isPresent()) {
            for (String name : object.get().keys()) {
                strings.put(name, object.get().text(name));
            }
        }
        return strings;
    }

    public long number(String key) throws ImageFormatException {
        JsonNode value = present(key);
        if (value == null) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(key, "a whole number");
        }
        return value.longValue();
    }

    public boolean flag(String key) throws ImageFormatException {
        JsonNode value = present(key);
        if (value != null && !value.isBoolean()) {
            throw wrong(key, "true or false");
        }
        return value != null && value.booleanValue();
    }

    /** A date-time of RFC 3339. */
    public Optional<Instant> time(String key) throws ImageFormatException {
        String text = text(key);
        try {
            return text.isEmpty()
                    ? Optional.empty()
                    : Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException malformed) {
            throw wrong(key, "a date and time");
        }
    }

    public Optional<JsonFields> object(String key) throws ImageFormatException {
        JsonNode value = present(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof ObjectNode object)) {
            throw wrong(key, "an object");
        }
        return Optional.of(new JsonFields(object, what + "." + key));
    }

    public JsonFields requiredObject(String key) throws ImageFormatException {
        Optional<JsonFields> object = object(key);
        if (object.isEmpty()) {
            throw new ImageFormatException(what + " has no \"" + key + "\"");
        }
        return object.get();
    }

    public List<JsonFields> objects(String key) throws ImageFormatException {
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode item : items(key)) {
            if (!(item instanceof ObjectNode object)) {
                throw wrong(key, "a list of objects");
            }
            objects.add(new JsonFields(object, what + "." + key));
        }
        return List.copyOf(objects);
    }

    /** A value of any type as compact JSON, {@code null} where there is none. */
    public String json(String key) {
        JsonNode value = present(key);
        return value == null ? "null" : value.toString();
    }

    private Iterable<JsonNode> items(String key) throws ImageFormatException {
        JsonNode value = present(key);
        if (value != null && !value.isArray()) {
            throw wrong(key, "a list");
        }
        return value == null ? List.of() : value.values();
    }

    private String string(JsonNode value, String key) throws ImageFormatException {
        if (!value.isString()) {
            throw wrong(key, "text");
        }
        String text = value.stringValue();
        if (text.indexOf('\0') >= 0) {
            throw new ImageFormatException(what + "." + key + " contains a NUL");
        }
        return text;
    }

    private ImageFormatException wrong(String key, String expected) {
        return new ImageFormatException(what + "." + key + " is not " + expected);
    }
}

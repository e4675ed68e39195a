package sampan.oci.spec;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a document may not leave out: properties for which a record's constructor takes no null, elements of lists and values of maps.
 * A number or a truth value that is left out is 0 or false, as in Go. And what the kernel could not be told: a NUL ends every string, and
 * half of a surrogate pair is no character.
 */
final class SpecShape {
    private SpecShape() {}

    /** @throws IOException naming the first that is not there */
    static void check(JsonNode document, Class<? extends Record> type) throws IOException {
        walk(document, type, "");
    }

    private static void walk(JsonNode node, Type type, String path) throws IOException {
        if (type instanceof ParameterizedType generic) {
            Type element = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                present(node.get(i), element, path + "[" + i + "]");
            }
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                whole(entry.getKey(), path);
                present(entry.getValue(), element, path + "." + entry.getKey());
            }
        } else if (type instanceof Class<?> plain && plain.isRecord() && node.isObject()) {
            walkRecord(node, plain, path.isEmpty() ? "" : path + ".");
        }
    }

    private static void present(@Nullable JsonNode node, Type type, String path) throws IOException {
        if (node == null || node.isNull()) {
            throw new IOException("config.json: " + path + ": missing");
        }
        if (node.isString()) {
            whole(node.stringValue(), path);
        }
        walk(node, type, path);
    }

    private static void whole(String text, String path) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\0') {
                throw new IOException("config.json: " + path + ": a NUL in a string");
            }
            if (Character.isSurrogate(c)) {
                if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
                    throw new IOException("config.json: " + path + ": half of a surrogate pair in a string");
                }
                i++;
            }
        }
    }

    private static void walkRecord(JsonNode node, Class<?> type, String path) throws IOException {
        for (Property property : Property.of(type).values()) {
            JsonNode value = node.get(property.name());
            if (property.required() || (value != null && !value.isNull())) {
                present(value, property.type(), path + property.name());
            }
        }
    }
}

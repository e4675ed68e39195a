package sampan.oci.spec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Properties of a JSON document that its record has no component for. */
final class UnknownProperties {
    private final List<String> paths = new ArrayList<>();

    private UnknownProperties() {}

    static List<String> of(JsonNode document, Class<? extends Record> type) {
        UnknownProperties unknown = new UnknownProperties();
        unknown.walk(document, type, "");
        return unknown.paths;
    }

    private void walk(JsonNode node, Type type, String path) {
        if (type instanceof ParameterizedType generic) {
            Type element = last(generic.getActualTypeArguments());
            if (node.isArray()) {
                for (int i = 0; i < node.size(); i++) {
                    walk(node.get(i), element, path + i + ".");
                }
            } else if (node.isObject()) {
                node.properties().forEach(entry -> walk(entry.getValue(), element, path + entry.getKey() + "."));
            }
        } else if (type instanceof Class<?> plain && plain.isRecord() && node.isObject()) {
            walkRecord(node, plain, path);
        }
    }

    private static Type last(Type[] types) {
        return types[types.length - 1];
    }

    private void walkRecord(JsonNode node, Class<?> type, String path) {
        node.properties().forEach(entry -> {
            Property property = Property.of(type).get(entry.getKey());
            if (property == null) {
                paths.add(path + entry.getKey());
            } else {
                walk(entry.getValue(), property.type(), path + entry.getKey() + ".");
            }
        });
    }
}

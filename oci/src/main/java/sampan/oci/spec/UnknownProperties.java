package sampan.oci.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Properties of a JSON document that its record has no component for. */
final class UnknownProperties {
    /** Reflection makes its answers anew each time it is asked, and costs more than reading the document. */
    private static final ClassValue<Map<String, Type>> KNOWN = new ClassValue<>() {
        @Override
        protected Map<String, Type> computeValue(Class<?> type) {
            return known(type);
        }
    };

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
        Map<String, Type> known = KNOWN.get(type);
        node.properties().forEach(entry -> {
            Type component = known.get(entry.getKey());
            if (component == null) {
                paths.add(path + entry.getKey());
            } else {
                walk(entry.getValue(), component, path + entry.getKey() + ".");
            }
        });
    }

    private static Map<String, Type> known(Class<?> type) {
        Map<String, Type> known = new HashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            JsonProperty name = component.getAccessor().getAnnotation(JsonProperty.class);
            known.put(name == null ? component.getName() : name.value(), component.getGenericType());
        }
        return Map.copyOf(known);
    }
}

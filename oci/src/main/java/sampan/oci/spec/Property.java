package sampan.oci.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A property that a document may have, as a component of a record tells it.
 *
 * @param required the record's constructor takes no null for it; a number or a truth value that is left out is 0 or false, as in Go
 */
record Property(String name, Type type, boolean required) {
    /** Reflection takes long, and a class's answer is always the same. */
    private static final ClassValue<Map<String, Property>> KNOWN = new ClassValue<>() {
        @Override
        protected Map<String, Property> computeValue(Class<?> type) {
            Map<String, Property> properties = new LinkedHashMap<>();
            list(type).forEach(property -> properties.put(property.name, property));
            return Collections.unmodifiableMap(properties);
        }
    };

    /** By name, in the record's order. */
    static Map<String, Property> of(Class<?> type) {
        return KNOWN.get(type);
    }

    private static List<Property> list(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        List<Property> properties = new ArrayList<>();
        try {
            Parameter[] parameters = type.getDeclaredConstructor(types).getParameters();
            for (int i = 0; i < components.length; i++) {
                JsonProperty name = components[i].getAccessor().getAnnotation(JsonProperty.class);
                boolean optional = types[i].isPrimitive()
                        || parameters[i].getAnnotatedType().isAnnotationPresent(Nullable.class);
                properties.add(new Property(
                        name == null ? components[i].getName() : name.value(),
                        components[i].getGenericType(),
                        !optional));
            }
            return properties;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

package sampan.core.config;

import java.util.Collection;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Docker shows an empty list as {@code null} in the fields that carry this. */
public final class NullWhenEmpty extends ValueSerializer<Object> {
    /** Made by Jackson. */
    public NullWhenEmpty() {}

    @Override
    public void serialize(Object value, JsonGenerator out, SerializationContext context) {
        boolean empty = switch (value) {
            case Collection<?> items -> items.isEmpty();
            case Map<?, ?> items -> items.isEmpty();
            default -> false;
        };
        if (empty) {
            out.writeNull();
        } else {
            out.writePOJO(value);
        }
    }
}

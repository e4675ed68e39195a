package sampan.core.config;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/** Docker shows {@code null} in the fields that carry this when nobody gave them, and an empty list when somebody gave one. */
final class NullWhenAbsent extends ValueSerializer<Object> {
    @Override
    public void serialize(Object value, JsonGenerator out, SerializationContext context) {
        if (Lists.isAbsent(value)) {
            out.writeNull();
        } else {
            out.writePOJO(value);
        }
    }
}

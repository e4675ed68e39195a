package sampan.oci.spec;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** What is wrong with a document, in words for whoever wrote it: the place and what is wanted there. */
final class JsonSentence {
    private JsonSentence() {}

    static String of(JacksonException wrong) {
        String path = path(wrong);
        return "config.json: " + (path.isEmpty() ? "" : path + ": ") + problem(wrong);
    }

    private static String path(JacksonException wrong) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : wrong.getPath()) {
            String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(name);
            }
        }
        return path.toString();
    }

    private static String problem(JacksonException wrong) {
        if (wrong instanceof ValueInstantiationException && wrong.getCause() instanceof IllegalArgumentException said) {
            return String.valueOf(said.getMessage());
        }
        if (wrong instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null) {
            return wanted(mismatch.getTargetType()) + " is wanted";
        }
        TokenStreamLocation place = wrong.getLocation();
        return "no JSON" + (place == null ? "" : ": line " + place.getLineNr() + ", column " + place.getColumnNr());
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == String.class) {
            return "a string";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type != null && Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        boolean object = type != null && (type.isRecord() || Map.class.isAssignableFrom(type));
        return object ? "an object" : "a number in range";
    }
}

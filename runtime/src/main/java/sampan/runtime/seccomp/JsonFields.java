package sampan.runtime.seccomp;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sampan.kernel.seccomp.InvalidFilterException;
import tools.jackson.databind.JsonNode;

/** An object of a profile; {@code null} and absent are the same. A value of a wrong type is refused with its path. */
final class JsonFields {
    private final String path;
    private final JsonNode node;

    JsonFields(String path, JsonNode node) {
        if (!node.isObject()) {
            throw undecodable(path + " is not an object");
        }
        this.path = path;
        this.node = node;
    }

    static InvalidFilterException undecodable(String reason) {
        return new InvalidFilterException("Decoding seccomp profile failed: " + reason);
    }

    /** Refuses other names. */
    void allow(String... names) {
        for (String name : node.propertyNames()) {
            if (!List.of(names).contains(name)) {
                throw undecodable(path + " has an unknown property \"" + name + "\"");
            }
        }
    }

    Optional<String> text(String name) {
        return value(name).map(value -> text(path + "." + name, value));
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : elements(name)) {
            texts.add(text(path + "." + name, element));
        }
        return texts;
    }

    @Nullable
    Integer integer(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return null;
        }
        if (!value.get().isIntegralNumber()
                || !value.get().canConvertToInt()
                || value.get().intValue() < 0) {
            throw undecodable(path + "." + name + " is not a small unsigned number");
        }
        return value.get().intValue();
    }

    /** 64 bits; absent is 0. */
    long unsigned(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return 0;
        }
        if (!value.get().isIntegralNumber()) {
            throw undecodable(path + "." + name + " is not an unsigned number");
        }
        BigInteger number = value.get().bigIntegerValue();
        if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
            throw undecodable(path + "." + name + " is not an unsigned number of 64 bits: " + number);
        }
        return number.longValue();
    }

    Optional<JsonFields> object(String name) {
        return value(name).map(value -> new JsonFields(path + "." + name, value));
    }

    List<JsonFields> objects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        for (JsonNode element : elements(name)) {
            objects.add(new JsonFields(path + "." + name + "[" + objects.size() + "]", element));
        }
        return objects;
    }

    private Iterable<JsonNode> elements(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isArray()) {
            throw undecodable(path + "." + name + " is not an array");
        }
        return value.map(array -> (Iterable<JsonNode>) array).orElse(List.of());
    }

    private Optional<JsonNode> value(String name) {
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
    }

    private static String text(String path, JsonNode value) {
        if (!value.isString()) {
            throw undecodable(path + " is not a string");
        }
        return value.stringValue();
    }
}

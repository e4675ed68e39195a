package sampan.cli.go;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** JSON to values, and values to JSON as package encoding/json writes it. */
public final class GoJson {
    private GoJson() {}

    /** A tree of maps, slices, texts, truth values and {@code json.Number}, each in an empty interface. */
    public static Value tree(JsonNode node) {
        return Value.any(bare(node));
    }

    private static Value bare(JsonNode node) {
        if (node.isObject()) {
            SortedMap<String, Value> entries = new TreeMap<>(Bytewise.ORDER);
            node.properties().forEach(entry -> entries.put(entry.getKey(), tree(entry.getValue())));
            return new Value(Types.TREE, entries);
        }
        if (node.isArray()) {
            return new Value(
                    Types.ANYS, node.values().stream().map(GoJson::tree).toList());
        }
        if (node.isNumber()) {
            return new Value(Types.NUMBER, node.toString());
        }
        if (node.isBoolean()) {
            return Value.of(node.asBoolean());
        }
        return node.isString() ? Value.of(node.asString()) : Value.INVALID;
    }

    /** The JSON of a Go program's value as that value; what does not fit the type becomes its zero value. */
    public static Value decode(GoType type, JsonNode node) {
        if (node.isNull() || node.isMissingNode()) {
            return Value.zero(type);
        }
        return switch (type) {
            case GoType.Basic basic -> scalar(basic, node);
            case GoType.Any _ -> anything(node);
            case GoType.SliceOf slice when node.size() < slice.length() -> Value.zero(type);
            case GoType.SliceOf slice -> new Value(type, elements(slice.element(), node));
            case GoType.MapOf map -> new Value(type, entries(map.element(), node));
            case GoType.PointerTo pointer -> new Value(type, decode(pointer.target(), node));
            case GoType.Struct struct -> new Value(type, fields(struct, node));
        };
    }

    /** As {@link #tree}, and numbers become {@code float64}. */
    private static Value anything(JsonNode node) {
        if (node.isNumber()) {
            return Value.any(Value.of(node.asDouble()));
        }
        if (node.isObject()) {
            return Value.any(new Value(Types.TREE, entries(Types.ANY, node)));
        }
        return node.isArray() ? Value.any(new Value(Types.ANYS, elements(Types.ANY, node))) : tree(node);
    }

    private static Value scalar(GoType.Basic type, JsonNode node) {
        return switch (type.kind()) {
            case BOOL -> new Value(type, node.asBoolean(false));
            case INT, UINT ->
                new Value(type, node.isNumber() ? node.asBigInteger().longValue() : 0L);
            case FLOAT -> new Value(type, node.asDouble(0));
            case STRING -> new Value(type, node.asString(""));
            case INVALID, SLICE, MAP, POINTER, STRUCT, INTERFACE -> Value.zero(type);
        };
    }

    private static List<Value> elements(GoType type, JsonNode node) {
        return node.values().stream().map(element -> decode(type, element)).toList();
    }

    private static SortedMap<String, Value> entries(GoType type, JsonNode node) {
        SortedMap<String, Value> entries = new TreeMap<>(Bytewise.ORDER);
        node.properties().forEach(entry -> entries.put(entry.getKey(), decode(type, entry.getValue())));
        return entries;
    }

    private static List<Value> fields(GoType.Struct type, JsonNode node) {
        List<Value> values = new ArrayList<>();
        for (GoType.Field field : type.fields()) {
            values.add(field.embedded() ? decode(field.type(), node) : decode(field.type(), node.path(field.key())));
        }
        return values;
    }

    /** One line, without escapes for HTML. */
    public static String encode(Budget budget, Value value) throws GoError {
        Text out = new Text(budget);
        encode(value, out);
        return out.toString();
    }

    private static void encode(Value value, Text out) throws GoError {
        Method own = value.type().methods().get("MarshalJSON");
        if (own != null) {
            out.add(own.body().call(value, List.of()).text());
            return;
        }
        switch (value.kind()) {
            case INVALID -> out.add("null");
            case BOOL -> out.add(String.valueOf(value.truth()));
            case INT -> out.add(String.valueOf(value.integer()));
            case UINT -> out.add(Long.toUnsignedString(value.integer()));
            case FLOAT -> out.add(Numbers.json(value.real()));
            case STRING ->
                out.add(value.type().isSame(Types.NUMBER) ? value.text() : JsonText.quote(value.text(), false));
            case POINTER, INTERFACE -> encode(value.held(), out);
            case SLICE -> slice(value, out);
            case MAP -> map(value, out);
            case STRUCT -> {
                out.add("{");
                struct(value, out, "");
                out.add("}");
            }
        }
    }

    private static void slice(Value value, Text out) throws GoError {
        if (value.isNil()) {
            out.add("null");
            return;
        }
        String before = "[";
        for (Value element : value.elements()) {
            out.add(before);
            encode(element, out);
            before = ",";
        }
        out.add(value.elements().isEmpty() ? "[]" : "]");
    }

    private static void map(Value value, Text out) throws GoError {
        if (value.isNil()) {
            out.add("null");
            return;
        }
        String before = "{";
        for (Map.Entry<String, Value> entry : value.entries().entrySet()) {
            out.add(before).add(JsonText.quote(entry.getKey(), false)).add(":");
            encode(entry.getValue(), out);
            before = ",";
        }
        out.add(value.entries().isEmpty() ? "{}" : "}");
    }

    /** @return what comes before a next field */
    private static String struct(Value value, Text out, String comma) throws GoError {
        String before = comma;
        GoType.Struct type = (GoType.Struct) value.type();
        List<Value> values = value.elements();
        for (int i = 0; i < values.size(); i++) {
            GoType.Field field = type.fields().get(i);
            Value of = values.get(i);
            if (field.embedded()) {
                Value inner = of.indirect();
                before = inner.kind() == Kind.STRUCT ? struct(inner, out, before) : before;
            } else if (!field.key().equals("-") && !(field.omitted() && isEmpty(of))) {
                out.add(before).add(JsonText.quote(field.key(), false)).add(":");
                encode(of, out);
                before = ",";
            }
        }
        return before;
    }

    /** A struct never is: Go leaves it in. */
    private static boolean isEmpty(Value value) {
        return !value.isTrue();
    }
}

package sampan.cli.template;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import sampan.cli.go.Budget;
import sampan.cli.go.GoError;
import sampan.cli.go.GoType;
import sampan.cli.go.Kind;
import sampan.cli.go.Printf;
import sampan.cli.go.Types;
import sampan.cli.go.Value;

/** The functions that every template of Go has. */
final class Builtins {
    private static final GoType ONE = Function.REFLECTED;

    static final Map<String, Function> FUNCTIONS = Map.ofEntries(
            Map.entry("and", new Function(List.of(ONE), ONE, (_, values) -> values.getLast())),
            Map.entry("or", new Function(List.of(ONE), ONE, (_, values) -> values.getLast())),
            Map.entry(
                    "not",
                    Function.of(
                            List.of(ONE),
                            (_, values) -> Value.of(!values.getFirst().bare().isTrue()))),
            Map.entry("call", new Function(List.of(ONE), ONE, (_, values) -> values.getFirst())),
            Map.entry("index", new Function(List.of(ONE), ONE, (_, values) -> index(values))),
            Map.entry("slice", new Function(List.of(ONE), ONE, (_, values) -> slice(values))),
            Map.entry("len", Function.of(List.of(ONE), (_, values) -> length(values.getFirst()))),
            Map.entry("print", new Function(List.of(), Types.ANY, (b, values) -> Value.of(Printf.sprint(b, values)))),
            Map.entry(
                    "println", new Function(List.of(), Types.ANY, (b, values) -> Value.of(Printf.sprintln(b, values)))),
            Map.entry("printf", new Function(List.of(Types.STRING), Types.ANY, Builtins::printf)),
            Map.entry(
                    "html", new Function(List.of(), Types.ANY, (b, values) -> Value.of(Escapes.html(text(b, values))))),
            Map.entry(
                    "js", new Function(List.of(), Types.ANY, (b, values) -> Value.of(Escapes.script(text(b, values))))),
            Map.entry(
                    "urlquery",
                    new Function(List.of(), Types.ANY, (b, values) -> Value.of(Escapes.query(text(b, values))))),
            Map.entry("eq", new Function(List.of(ONE), ONE, (b, values) -> Value.of(Comparison.equal(b, values)))),
            Map.entry("ne", comparison((b, one, other) -> !Comparison.equal(b, List.of(one, other)))),
            Map.entry("lt", comparison((_, one, other) -> Comparison.less(one, other))),
            Map.entry(
                    "le",
                    comparison((b, one, other) ->
                            Comparison.less(one, other) || Comparison.equal(b, List.of(one, other)))),
            Map.entry(
                    "gt",
                    comparison((b, one, other) ->
                            !Comparison.less(one, other) && !Comparison.equal(b, List.of(one, other)))),
            Map.entry("ge", comparison((_, one, other) -> !Comparison.less(one, other))));

    private Builtins() {}

    /** Of two values. */
    @FunctionalInterface
    private interface Relation {
        boolean holds(Budget budget, Value one, Value other) throws GoError;
    }

    private static Function comparison(Relation relation) {
        return Function.of(
                List.of(ONE, ONE),
                (budget, values) -> Value.of(relation.holds(budget, values.getFirst(), values.getLast())));
    }

    private static Value printf(Budget budget, List<Value> values) throws GoError {
        return Value.of(Printf.sprintf(budget, values.getFirst().text(), values.subList(1, values.size())));
    }

    /** One text as it is; anything else as print shows it. */
    private static String text(Budget budget, List<Value> values) throws GoError {
        if (values.size() == 1 && values.getFirst().bare().type().isSame(Types.STRING)) {
            return values.getFirst().bare().text();
        }
        return Printf.sprint(
                budget,
                values.stream()
                        .map(value -> value.kind() == Kind.POINTER ? value.indirect() : value)
                        .toList());
    }

    private static Value length(Value of) throws GoError {
        Value value = of.indirect();
        if (!of.isValid()) {
            throw new GoError("reflect: call of reflect.Value.Type on zero Value");
        }
        return switch (value.kind()) {
            case STRING -> Value.of((long) bytes(value).length);
            case SLICE -> Value.of((long) value.elements().size());
            case MAP -> Value.of((long) value.entries().size());
            case POINTER, INTERFACE -> throw new GoError("len of nil pointer");
            case INVALID, BOOL, INT, UINT, FLOAT, STRUCT ->
                throw new GoError("len of type " + value.type().name());
        };
    }

    private static byte[] bytes(Value text) {
        return text.text().getBytes(StandardCharsets.UTF_8);
    }

    private static Value index(List<Value> values) throws GoError {
        Value item = values.getFirst().bare();
        if (!item.isValid()) {
            throw new GoError("index of untyped nil");
        }
        for (Value index : values.subList(1, values.size())) {
            Value of = item.indirect();
            item = switch (of.kind()) {
                case SLICE -> of.elements().get(position(index, of.elements().size()));
                case STRING -> new Value(Types.UINT8, bytes(of)[position(index, bytes(of).length)] & 0xffL);
                case MAP -> entry(of, index);
                case POINTER, INTERFACE -> throw new GoError("index of nil pointer");
                case INVALID, BOOL, INT, UINT, FLOAT, STRUCT ->
                    throw new GoError("can't index item of type " + of.type().name());
            };
        }
        return item;
    }

    private static int position(Value index, int length) throws GoError {
        int position = bound(index, length);
        if (position == length) {
            throw new GoError("reflect: slice index out of range");
        }
        return position;
    }

    private static int bound(Value index, int most) throws GoError {
        Value bare = index.bare();
        if (!bare.isValid()) {
            throw new GoError("cannot index slice/array with nil");
        }
        if (!bare.kind().isInteger()) {
            throw new GoError(
                    "cannot index slice/array with type " + bare.type().name());
        }
        if (bare.integer() < 0 || bare.integer() > most) {
            throw new GoError("index out of range: " + bare.integer());
        }
        return (int) bare.integer();
    }

    private static Value entry(Value map, Value index) throws GoError {
        Value key = index.bare();
        String wanted = ((GoType.MapOf) map.type()).key().name();
        if (!key.isValid()) {
            throw new GoError("value is nil; should be of type " + wanted);
        }
        if (!key.type().name().equals(wanted)) {
            throw new GoError("value has type " + key.type().name() + "; should be " + wanted);
        }
        Value found = map.entries().get(key.text());
        return found == null ? Value.zero(map.elementType()) : found;
    }

    private static Value slice(List<Value> values) throws GoError {
        Value item = values.getFirst().bare();
        if (!item.isValid()) {
            throw new GoError("slice of untyped nil");
        }
        if (values.size() > 4) {
            throw new GoError("too many slice indexes: " + (values.size() - 1));
        }
        int length = switch (item.kind()) {
            case STRING -> {
                if (values.size() == 4) {
                    throw new GoError("cannot 3-index slice a string");
                }
                yield bytes(item).length;
            }
            case SLICE -> item.elements().size();
            case INVALID, BOOL, INT, UINT, FLOAT, MAP, POINTER, STRUCT, INTERFACE ->
                throw new GoError("can't slice item of type " + item.type().name());
        };
        int from = values.size() > 1 ? bound(values.get(1), length) : 0;
        int to = values.size() > 2 ? bound(values.get(2), length) : length;
        int most = values.size() > 3 ? bound(values.get(3), length) : length;
        if (from > to) {
            throw new GoError("invalid slice index: " + from + " > " + to);
        }
        if (to > most) {
            throw new GoError("invalid slice index: " + to + " > " + most);
        }
        return item.kind() == Kind.STRING
                ? new Value(item.type(), new String(bytes(item), from, to - from, StandardCharsets.UTF_8))
                : new Value(item.type(), item.elements().subList(from, to));
    }
}

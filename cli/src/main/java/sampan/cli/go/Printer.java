package sampan.cli.go;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One verb applied to one value, whatever it holds. */
final class Printer {
    private final Text out;
    private final char verb;
    private final Spec spec;
    private final boolean plusV;
    private final boolean sharpV;

    private Printer(Text out, char verb, Spec spec) {
        this.out = out;
        this.verb = verb;
        plusV = verb == 'v' && spec.plus();
        sharpV = verb == 'v' && spec.sharp();
        this.spec = verb == 'v' ? spec.withoutSharpAndPlus() : spec;
    }

    static void print(Text out, Value value, char verb, Spec spec) throws GoError {
        new Printer(out, verb, spec).top(value.bare());
    }

    private void top(Value value) throws GoError {
        if (!value.isValid()) {
            if (verb == 'v') {
                out.add(spec.pad("<nil>"));
            } else if (verb == 'T') {
                out.add(spec.pad("<nil>"));
            } else {
                out.add("%!" + verb + "(<nil>)");
            }
        } else if (verb == 'T') {
            out.add(spec.pad(value.type().name()));
        } else {
            value(value, 0);
        }
    }

    private void value(Value value, int depth) throws GoError {
        if (depth > 200) {
            throw new GoError("the value is too deep");
        }
        Method stringer = value.type().methods().get("String");
        if (stringer != null
                && !sharpV
                && "vsxXq".indexOf(verb) >= 0
                && !(value.kind() == Kind.POINTER && value.isNil())) {
            string(stringer.body().call(value, List.of()).text(), value);
            return;
        }
        switch (value.kind()) {
            case INVALID -> out.add(depth == 0 ? "<invalid reflect.Value>" : "<nil>");
            case BOOL ->
                scalar(
                        value,
                        verb == 't' || verb == 'v' ? spec.zeroed(false).pad(String.valueOf(value.truth())) : null);
            case INT -> scalar(value, Numbers.integer(value, verb, spec));
            case UINT -> scalar(value, Numbers.integer(value, unsigned(), sharpV ? sharp(spec) : spec));
            case FLOAT -> scalar(value, Numbers.real(value.real(), verb, spec));
            case STRING -> string(value.text(), value);
            case SLICE -> slice(value, depth);
            case MAP -> map(value, depth);
            case STRUCT -> struct((GoType.Struct) value.type(), value, depth);
            case INTERFACE -> held(value, depth);
            case POINTER -> pointer(value, depth);
        }
    }

    private char unsigned() {
        return sharpV ? 'x' : verb;
    }

    private static Spec sharp(Spec spec) {
        return new Spec(spec.plus(), spec.minus(), true, spec.space(), spec.zero(), spec.width(), spec.precision());
    }

    private void scalar(Value value, @Nullable String text) throws GoError {
        if (text == null) {
            bad(value);
        } else {
            out.add(text);
        }
    }

    private void bad(Value value) throws GoError {
        out.add("%!" + verb + "(" + value.type().name() + "=");
        new Printer(out, 'v', new Spec(false, spec.minus(), false, spec.space(), spec.zero(), spec.width(), -1))
                .value(value, 0);
        out.add(")");
    }

    private void string(String text, Value value) throws GoError {
        switch (verb) {
            case 'v' -> out.add(sharpV ? spec.pad(Quoting.quote(text)) : spec.pad(cut(text)));
            case 's' -> out.add(spec.pad(cut(text)));
            case 'q' -> out.add(spec.pad(quoted(cut(text))));
            case 'x' -> out.add(spec.pad(hex(text)));
            case 'X' -> out.add(spec.pad(hex(text).toUpperCase(Locale.ROOT)));
            default -> bad(value);
        }
    }

    /** A precision is the most characters shown. */
    private String cut(String text) {
        int length = text.codePointCount(0, text.length());
        return spec.precision() >= 0 && spec.precision() < length
                ? text.substring(0, text.offsetByCodePoints(0, spec.precision()))
                : text;
    }

    private String quoted(String text) {
        boolean raw = spec.sharp() && text.indexOf('`') < 0 && text.chars().noneMatch(c -> c < ' ' && c != '\t');
        return raw ? "`" + text + "`" : Quoting.quote(text, spec.plus());
    }

    private String hex(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = spec.precision() >= 0 ? Math.min(bytes.length, spec.precision()) : bytes.length;
        String prefix = spec.sharp() ? "0x" : "";
        HexFormat format = spec.space() ? HexFormat.ofDelimiter(" ").withPrefix(prefix) : HexFormat.of();
        String digits = format.formatHex(bytes, 0, length);
        return spec.space() || digits.isEmpty() ? digits : prefix + digits;
    }

    private void slice(Value value, int depth) throws GoError {
        if (sharpV) {
            out.add(value.type().name());
            if (value.isNil()) {
                out.add("(nil)");
                return;
            }
        }
        String separator = sharpV ? ", " : " ";
        out.add(sharpV ? '{' : '[');
        String before = "";
        for (Value element : value.elements()) {
            out.add(before);
            value(element, depth + 1);
            before = separator;
        }
        out.add(sharpV ? '}' : ']');
    }

    private void map(Value value, int depth) throws GoError {
        if (sharpV) {
            out.add(value.type().name());
            if (value.isNil()) {
                out.add("(nil)");
                return;
            }
        }
        out.add(sharpV ? "{" : "map[");
        String before = "";
        GoType key = ((GoType.MapOf) value.type()).key();
        for (Map.Entry<String, Value> entry : value.entries().entrySet()) {
            out.add(before);
            value(new Value(key, entry.getKey()), depth + 1);
            out.add(":");
            value(entry.getValue(), depth + 1);
            before = sharpV ? ", " : " ";
        }
        out.add(sharpV ? '}' : ']');
    }

    private void struct(GoType.Struct type, Value value, int depth) throws GoError {
        out.add(sharpV ? type.name() + "{" : "{");
        String before = "";
        List<Value> values = value.elements();
        for (int i = 0; i < values.size(); i++) {
            out.add(before);
            if (plusV || sharpV) {
                out.add(type.fields().get(i).name() + ":");
            }
            value(values.get(i), depth + 1);
            before = sharpV ? ", " : " ";
        }
        out.add('}');
    }

    private void held(Value value, int depth) throws GoError {
        if (value.isNil()) {
            out.add(sharpV ? "interface {}(nil)" : "<nil>");
        } else {
            value(value.held(), depth + 1);
        }
    }

    private void pointer(Value value, int depth) throws GoError {
        Value target = value.held();
        boolean shown = switch (target.kind()) {
            case SLICE, STRUCT, MAP -> true;
            case INVALID, BOOL, INT, UINT, FLOAT, STRING, POINTER, INTERFACE -> false;
        };
        if (depth == 0 && shown) {
            out.add('&');
            value(target, depth + 1);
        } else if (sharpV) {
            out.add("(" + value.type().name() + ")(" + (value.isNil() ? "nil" : "0x" + address(value)) + ")");
        } else {
            address(value, value.isNil() ? 0 : Long.parseLong(address(value), 16));
        }
    }

    private void address(Value value, long address) throws GoError {
        switch (verb) {
            case 'v' -> out.add(spec.pad(address == 0 ? "<nil>" : "0x" + Long.toHexString(address)));
            case 'p' -> out.add(spec.pad("0x" + Long.toHexString(address)));
            case 'b', 'o', 'd', 'x', 'X' ->
                scalar(value, Numbers.integer(new Value(Types.UINT64, address), verb, spec));
            default -> {
                String shown = address == 0 ? "<nil>" : "0x" + Long.toHexString(address);
                out.add("%!" + verb + "(" + value.type().name() + "=" + shown + ")");
            }
        }
    }

    /** There is no address: a number that looks like one, the same for one value. */
    private static String address(Value value) {
        return "c" + String.format("%09x", System.identityHashCode(Objects.requireNonNull(value.data())));
    }
}

package sampan.cli.go;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A value and its type.
 *
 * @param data by kind: Boolean; Long; Double; String; a list of values; a sorted map from texts to values; the value pointed to; a struct's list of field values, or
 *     whatever its methods know; the value in an interface. Null is nil.
 */
public record Value(GoType type, @Nullable Object data) {
    /** Neither a value nor nil: what a missing key of a map gives. */
    public static final Value INVALID = new Value(Types.INVALID, null);

    /** The untyped nil. */
    public static final Value NIL = new Value(Types.ANY, null);

    public static Value of(String text) {
        return new Value(Types.STRING, text);
    }

    public static Value of(boolean truth) {
        return new Value(Types.BOOL, truth);
    }

    /** An {@code int}. */
    public static Value of(long number) {
        return new Value(Types.INT, number);
    }

    public static Value of(double number) {
        return new Value(Types.FLOAT64, number);
    }

    public static Value of(List<String> texts) {
        return new Value(Types.STRINGS, texts.stream().map(Value::of).toList());
    }

    /** In an interface, as the elements of a JSON tree are. */
    static Value any(Value value) {
        return new Value(Types.ANY, value.isValid() ? value : null);
    }

    public static Value zero(GoType type) {
        return new Value(
                type,
                switch (type.kind()) {
                    case BOOL -> false;
                    case INT, UINT -> 0L;
                    case FLOAT -> 0.0;
                    case STRING -> "";
                    case STRUCT -> zeroes((GoType.Struct) type);
                    case SLICE -> elements((GoType.SliceOf) type);
                    case INVALID, MAP, POINTER, INTERFACE -> null;
                });
    }

    /** An array has all of its elements, a slice is nil. */
    private static @Nullable List<Value> elements(GoType.SliceOf type) {
        return type.length() == 0 ? null : Collections.nCopies(type.length(), zero(type.element()));
    }

    private static List<Value> zeroes(GoType.Struct type) {
        return type.fields().stream().map(field -> zero(field.type())).toList();
    }

    public Kind kind() {
        return type.kind();
    }

    public boolean isValid() {
        return kind() != Kind.INVALID;
    }

    /** Nil, of whatever type, or nothing. */
    public boolean isNil() {
        return data == null;
    }

    public boolean truth() {
        return Boolean.TRUE.equals(data);
    }

    public long integer() {
        return (Long) Objects.requireNonNull(data);
    }

    public double real() {
        return (Double) Objects.requireNonNull(data);
    }

    public String text() {
        return (String) Objects.requireNonNull(data);
    }

    @SuppressWarnings("unchecked") // as the record's contract says
    public List<Value> elements() {
        return data instanceof List<?> list ? (List<Value>) list : List.of();
    }

    @SuppressWarnings("unchecked") // as the record's contract says
    public SortedMap<String, Value> entries() {
        return data instanceof SortedMap<?, ?> map ? (SortedMap<String, Value>) map : Collections.emptySortedMap();
    }

    /** What a pointer or an interface holds; {@link #INVALID} for nil. */
    public Value held() {
        return data instanceof Value value ? value : INVALID;
    }

    public GoType elementType() {
        return switch (type) {
            case GoType.SliceOf slice -> slice.element();
            case GoType.MapOf map -> map.element();
            case GoType.PointerTo pointer -> pointer.target();
            case GoType.Basic _, GoType.Struct _, GoType.Any _ -> Types.INVALID;
        };
    }

    /** What the interface holds, if it is one. */
    public Value bare() {
        return kind() == Kind.INTERFACE ? held() : this;
    }

    /** Follows pointers and interfaces; stops at a nil. */
    public Value indirect() {
        Value value = this;
        while ((value.kind() == Kind.POINTER || value.kind() == Kind.INTERFACE) && !value.isNil()) {
            value = value.held();
        }
        return value;
    }

    /** What an {@code if} makes of it. */
    public boolean isTrue() {
        return switch (kind()) {
            case INVALID -> false;
            case BOOL -> truth();
            case INT, UINT -> integer() != 0;
            case FLOAT -> real() != 0;
            case STRING -> !text().isEmpty();
            case SLICE -> !elements().isEmpty();
            case MAP -> !entries().isEmpty();
            case POINTER, INTERFACE -> !isNil();
            case STRUCT -> true;
        };
    }
}

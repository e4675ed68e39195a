package sampan.cli.template;

import java.util.List;
import sampan.cli.go.Budget;
import sampan.cli.go.GoError;
import sampan.cli.go.Kind;
import sampan.cli.go.Printf;
import sampan.cli.go.Value;

/** {@code eq} and {@code lt}, of which the others are made. */
final class Comparison {
    private static final String BAD_TYPE = "invalid type for comparison";
    private static final String INCOMPATIBLE = "incompatible types for comparison";

    private Comparison() {}

    /** The first equals one of the others. */
    static boolean equal(Budget budget, List<Value> values) throws GoError {
        if (values.size() < 2) {
            throw new GoError("missing argument for comparison");
        }
        Value one = values.getFirst().bare();
        for (Value other : values.subList(1, values.size())) {
            if (equal(budget, one, other.bare())) {
                return true;
            }
        }
        return false;
    }

    private static boolean equal(Budget budget, Value one, Value other) throws GoError {
        if (isBasic(one) && isBasic(other)) {
            return equalBasics(one, other);
        }
        if (!one.isValid() || !other.isValid()) {
            return isNil(one) && isNil(other);
        }
        if (isBasic(one) != isBasic(other)) {
            throw new GoError(INCOMPATIBLE);
        }
        if (one.isNil() || other.isNil()) {
            return one.isNil() && other.isNil();
        }
        return equalObjects(budget, one, other);
    }

    private static boolean equalObjects(Budget budget, Value one, Value other) throws GoError {
        if (!one.type().isSame(other.type())) {
            throw new GoError("non-comparable types " + shown(budget, one) + ": "
                    + one.type().name() + ", " + other.type().name() + ": " + shown(budget, other));
        }
        if (other.kind() == Kind.SLICE || other.kind() == Kind.MAP) {
            throw new GoError("non-comparable type " + shown(budget, other) + ": "
                    + other.type().name());
        }
        return one.equals(other);
    }

    private static String shown(Budget budget, Value value) throws GoError {
        return Printf.sprint(budget, List.of(value));
    }

    private static boolean isNil(Value value) {
        return !value.isValid() || (value.kind().canBeNil() && value.isNil());
    }

    private static boolean isBasic(Value value) {
        return switch (value.kind()) {
            case BOOL, INT, UINT, FLOAT, STRING -> true;
            case INVALID, SLICE, MAP, POINTER, STRUCT, INTERFACE -> false;
        };
    }

    private static boolean equalBasics(Value one, Value other) throws GoError {
        if (one.kind().isInteger() && other.kind().isInteger()) {
            boolean signs = one.kind() == other.kind() || (one.integer() >= 0 && other.integer() >= 0);
            return signs && one.integer() == other.integer();
        }
        if (one.kind() != other.kind()) {
            throw new GoError(INCOMPATIBLE);
        }
        return one.kind() == Kind.FLOAT
                ? one.real() == other.real()
                : one.data() != null && one.data().equals(other.data());
    }

    static boolean less(Value first, Value second) throws GoError {
        Value one = first.bare();
        Value other = second.bare();
        if (!isBasic(one) || !isBasic(other)) {
            throw new GoError(BAD_TYPE);
        }
        if (one.kind().isInteger() && other.kind().isInteger()) {
            return lessIntegers(one, other);
        }
        if (one.kind() != other.kind()) {
            throw new GoError(INCOMPATIBLE);
        }
        return switch (one.kind()) {
            case FLOAT -> one.real() < other.real();
            case STRING -> one.text().compareTo(other.text()) < 0;
            case BOOL, INT, UINT, INVALID, SLICE, MAP, POINTER, STRUCT, INTERFACE -> throw new GoError(BAD_TYPE);
        };
    }

    private static boolean lessIntegers(Value one, Value other) {
        if (one.kind() == Kind.UINT && other.kind() == Kind.UINT) {
            return Long.compareUnsigned(one.integer(), other.integer()) < 0;
        }
        if (one.kind() == Kind.INT && other.kind() == Kind.INT) {
            return one.integer() < other.integer();
        }
        boolean signedFirst = one.kind() == Kind.INT;
        if (signedFirst) {
            return one.integer() < 0 || Long.compareUnsigned(one.integer(), other.integer()) < 0;
        }
        return other.integer() >= 0 && Long.compareUnsigned(one.integer(), other.integer()) < 0;
    }
}

package sampan.cli.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.cli.go.Budget;
import sampan.cli.go.GoError;
import sampan.cli.go.GoType;
import sampan.cli.go.Kind;
import sampan.cli.go.Value;

/**
 * A function that templates may call.
 *
 * @param rest type of the further arguments; null when there are none
 */
record Function(List<GoType> parameters, @Nullable GoType rest, Body body) {
    /** Takes any value as it is, and no value too. */
    static final GoType REFLECTED = new GoType.Basic(Kind.INVALID, "reflect.Value", Map.of());

    /** What it does. */
    @FunctionalInterface
    interface Body {
        Value call(Budget budget, List<Value> arguments) throws GoError;
    }

    static Function of(List<GoType> parameters, Body body) {
        return new Function(parameters, null, body);
    }

    GoType parameter(int index) {
        return index < parameters.size() || rest == null ? parameters.get(index) : rest;
    }
}

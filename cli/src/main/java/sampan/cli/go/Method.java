package sampan.cli.go;

import java.util.List;
import java.util.function.Function;

/**
 * A method that a template may call.
 *
 * @param parameters after the receiver
 */
public record Method(List<GoType> parameters, Body body) {
    /** What it does. */
    @FunctionalInterface
    public interface Body {
        Value call(Value receiver, List<Value> arguments) throws GoError;
    }

    /** One that only looks at its receiver. */
    public static Method of(Function<Value, Value> body) {
        return new Method(List.of(), (receiver, _) -> body.apply(receiver));
    }
}

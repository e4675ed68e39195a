package sampan.cli.template;

import java.util.ArrayList;
import java.util.List;
import sampan.cli.go.Budget;
import sampan.cli.go.GoError;
import sampan.cli.go.GoType;
import sampan.cli.go.Kind;
import sampan.cli.go.Value;
import sampan.cli.template.Node.Operand;

/** Calls functions and methods, with arguments of the types they take. */
final class Calls {
    private final Evaluation evaluation;
    private final Budget budget;

    Calls(Evaluation evaluation, Budget budget) {
        this.evaluation = evaluation;
        this.budget = budget;
    }

    Value call(Function function, String name, Node node, Arguments arguments) throws TemplateError, GoError {
        checkCount(function, name, arguments);
        if (name.equals("call")) {
            refuseCall(node, values(function, arguments));
        }
        if (name.equals("and") || name.equals("or")) {
            return shortCircuit(name.equals("or"), arguments);
        }
        List<Value> values = values(function, arguments);
        try {
            return function.body().call(budget, values);
        } catch (GoError failed) {
            evaluation.place().at(node);
            throw evaluation.place().error("error calling " + name + ": " + failed.getMessage());
        }
    }

    private List<Value> values(Function function, Arguments arguments) throws TemplateError, GoError {
        List<Value> values = new ArrayList<>();
        for (Operand operand : arguments.operands()) {
            values.add(argument(arguments.dot(), function.parameter(values.size()), operand));
        }
        if (arguments.last() != null) {
            values.add(fitted(arguments.last(), function.parameter(values.size())));
        }
        return values;
    }

    /** There is no value that is a function. */
    private void refuseCall(Node node, List<Value> values) throws TemplateError {
        Value value = values.getFirst().bare();
        String called =
                node instanceof Node.Command command && command.operands().size() > 1
                        ? command.operands().get(1).toString()
                        : node.toString();
        evaluation.place().at(node);
        throw evaluation
                .place()
                .error("error calling call: "
                        + (value.isValid()
                                ? "non-function " + called + " of type "
                                        + value.type().name()
                                : "call of nil"));
    }

    private void checkCount(Function function, String name, Arguments arguments) throws TemplateError {
        int wanted = function.parameters().size();
        int given = arguments.count();
        if (function.rest() != null && given < wanted) {
            throw evaluation
                    .place()
                    .error("wrong number of args for " + name + ": want at least " + wanted + " got "
                            + (arguments.operands().size()));
        }
        if (function.rest() == null && given != wanted) {
            throw evaluation.place().error("wrong number of args for " + name + ": want " + wanted + " got " + given);
        }
    }

    /** {@code and} and {@code or} evaluate no more than they must. */
    private Value shortCircuit(boolean or, Arguments arguments) throws TemplateError, GoError {
        Value value = Value.INVALID;
        for (Operand operand : arguments.operands()) {
            value = argument(arguments.dot(), Function.REFLECTED, operand);
            if (value.bare().isTrue() == or) {
                return value;
            }
        }
        return arguments.last() == null ? value : arguments.last();
    }

    private Value argument(Value dot, GoType type, Operand operand) throws TemplateError, GoError {
        evaluation.place().at(operand);
        if (type.isSame(Function.REFLECTED) || type.kind() == Kind.INTERFACE) {
            Value value = evaluation.operand(dot, operand);
            return operand instanceof Node.Nil && type.isSame(Function.REFLECTED) ? Value.INVALID : value;
        }
        return switch (operand) {
            case Node.Nil _ -> {
                if (!type.kind().canBeNil()) {
                    throw evaluation.place().error("cannot assign nil to " + type.name());
                }
                yield Value.zero(type);
            }
            case Node.Constant constant -> constant(constant, type);
            case Node.TooLarge large -> throw expected(large, type);
            case Node.Dot _, Node.Field _, Node.Variable _, Node.Chain _, Node.Identifier _, Node.Pipeline _ ->
                fitted(evaluation.operand(dot, operand), type);
        };
    }

    private Value constant(Node.Constant constant, GoType type) throws TemplateError {
        if (type.kind() == Kind.FLOAT && constant.value().kind() == Kind.INT) {
            return new Value(type, (double) constant.value().integer());
        }
        if (constant.value().kind() != type.kind()) {
            throw expected(constant, type);
        }
        return new Value(type, constant.value().data());
    }

    private TemplateError expected(Operand operand, GoType type) {
        return switch (type.kind()) {
            case BOOL -> evaluation.place().error("expected bool; found " + operand);
            case STRING -> evaluation.place().error("expected string; found " + operand);
            case INT -> evaluation.place().error("expected integer; found " + operand);
            case UINT -> evaluation.place().error("expected unsigned integer; found " + operand);
            case FLOAT -> evaluation.place().error("expected float; found " + operand);
            case INVALID, SLICE, MAP, POINTER, STRUCT, INTERFACE ->
                evaluation.place().error("can't handle " + operand + " for arg of type " + type.name());
        };
    }

    /** A value as a parameter takes it, or the error that says why not. */
    private Value fitted(Value value, GoType type) throws TemplateError {
        if (type.isSame(Function.REFLECTED) || type.kind() == Kind.INTERFACE) {
            return value;
        }
        if (!value.isValid()) {
            return absent(type);
        }
        Value held = value.kind() == Kind.INTERFACE && !value.isNil() ? value.held() : value;
        if (held.type().isSame(type) || isUnnamed(held.type(), type)) {
            return new Value(type, held.data());
        }
        if (held.kind() == Kind.POINTER && held.elementType().isSame(type)) {
            return target(held);
        }
        throw evaluation
                .place()
                .error("wrong type for value; expected " + type.name() + "; got "
                        + held.type().name());
    }

    private Value absent(GoType type) throws TemplateError {
        if (type.kind().canBeNil()) {
            return Value.zero(type);
        }
        throw evaluation.place().error("invalid value; expected " + type.name());
    }

    private Value target(Value pointer) throws TemplateError {
        if (pointer.isNil()) {
            String type = pointer.type().name();
            throw evaluation.place().error("dereference of nil pointer of type " + type);
        }
        return pointer.held();
    }

    /** A named slice or map can be assigned to the type it is made of. */
    private static boolean isUnnamed(GoType given, GoType wanted) {
        return given instanceof GoType.SliceOf one
                && wanted instanceof GoType.SliceOf other
                && one.element().isSame(other.element());
    }
}

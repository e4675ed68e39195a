package sampan.cli.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.cli.go.Budget;
import sampan.cli.go.GoError;
import sampan.cli.go.GoType;
import sampan.cli.go.Kind;
import sampan.cli.go.Method;
import sampan.cli.go.Printf;
import sampan.cli.go.Quoting;
import sampan.cli.go.Value;
import sampan.cli.template.Node.Operand;

/** Evaluates pipelines, commands and operands. */
final class Evaluation {
    private final Place place;
    private final Map<String, Function> functions;
    private final boolean strict;
    private final Budget budget;
    private final Calls calls;
    private Variables variables = new Variables(Value.INVALID);

    Evaluation(Place place, Map<String, Function> functions, boolean strict, Budget budget) {
        this.place = place;
        this.functions = functions;
        this.strict = strict;
        this.budget = budget;
        calls = new Calls(this, budget);
    }

    Place place() {
        return place;
    }

    Variables variables() {
        return variables;
    }

    /** @return those until now */
    Variables variables(Variables other) {
        Variables before = variables;
        variables = other;
        return before;
    }

    void step(Node node) throws GoError {
        place.at(node);
        step();
    }

    void step() throws GoError {
        budget.step();
    }

    /** As {@code {{.}}} prints it. */
    String printed(Value value) throws GoError {
        Value shown = value.kind() == Kind.POINTER ? value.indirect() : value;
        return shown.isValid() ? shown(shown) : "<no value>";
    }

    /** As {@code %v} shows it. */
    String shown(Value value) throws GoError {
        return Printf.sprint(budget, List.of(value));
    }

    Value pipeline(Value dot, Node.Pipeline pipeline) throws TemplateError, GoError {
        place.at(pipeline);
        Value value = null;
        for (Node.Command command : pipeline.commands()) {
            budget.step();
            value = command(dot, command, value).bare();
        }
        Value result = value == null ? Value.INVALID : value;
        for (Node.Variable variable : pipeline.declared()) {
            if (pipeline.assigns()) {
                set(variable.names().getFirst(), result);
            } else {
                variables.push(variable.names().getFirst(), result);
            }
        }
        return result;
    }

    /** Of a variable that is there. */
    void set(String variable, Value value) throws TemplateError {
        if (!variables.set(variable, value)) {
            throw place.error("undefined variable: " + variable);
        }
    }

    /** @param last from the command before; null when there is none */
    private Value command(Value dot, Node.Command command, @Nullable Value last) throws TemplateError, GoError {
        List<Operand> operands = command.operands();
        Operand first = operands.getFirst();
        Arguments arguments = new Arguments(dot, operands.subList(1, operands.size()), last);
        return switch (first) {
            case Node.Field field -> {
                place.at(field);
                yield fields(dot, field, field.names(), arguments);
            }
            case Node.Chain chain -> chain(dot, chain, arguments);
            case Node.Identifier identifier -> function(identifier, command, arguments);
            case Node.Variable variable -> variable(variable, arguments);
            case Node.Pipeline pipeline -> {
                refuseArguments(pipeline, first, arguments);
                yield pipeline(dot, pipeline);
            }
            case Node.Nil nil -> {
                refuseArguments(nil, first, arguments);
                throw place.error("nil is not a command");
            }
            case Node.Dot _, Node.Constant _, Node.TooLarge _ -> {
                refuseArguments(first, first, arguments);
                yield operand(dot, first);
            }
        };
    }

    private void refuseArguments(Operand at, Operand first, Arguments arguments) throws TemplateError {
        place.at(at);
        if (!arguments.isEmpty()) {
            throw place.error("can't give argument to non-function " + first);
        }
    }

    /** An operand that stands alone or as an argument. */
    Value operand(Value dot, Operand operand) throws TemplateError, GoError {
        place.at(operand);
        Arguments none = new Arguments(dot, List.of(), null);
        return switch (operand) {
            case Node.Dot _ -> dot;
            case Node.Constant constant -> constant.value();
            case Node.TooLarge large -> throw place.error(large.text() + " overflows int");
            case Node.Nil _ -> Value.NIL;
            case Node.Field field -> fields(dot, field, field.names(), none);
            case Node.Variable variable -> variable(variable, none);
            case Node.Chain chain -> chain(dot, chain, none);
            case Node.Identifier identifier -> function(identifier, identifier, none);
            case Node.Pipeline pipeline -> pipeline(dot, pipeline);
        };
    }

    private Value function(Node.Identifier identifier, Node node, Arguments arguments) throws TemplateError, GoError {
        place.at(identifier);
        Function function = functions.get(identifier.name());
        if (function == null) {
            throw place.error(Quoting.quote(identifier.name()) + " is not a defined function");
        }
        return calls.call(function, identifier.name(), node, arguments);
    }

    private Value variable(Node.Variable variable, Arguments arguments) throws TemplateError, GoError {
        Value value = variables.get(variable.names().getFirst());
        place.at(variable);
        if (variable.names().size() == 1) {
            if (!arguments.isEmpty()) {
                throw place.error("can't give argument to non-function " + variable);
            }
            return value;
        }
        return fields(
                value, variable, variable.names().subList(1, variable.names().size()), arguments);
    }

    private Value chain(Value dot, Node.Chain chain, Arguments arguments) throws TemplateError, GoError {
        place.at(chain);
        if (chain.operand() instanceof Node.Nil) {
            throw place.error("indirection through explicit nil in " + chain);
        }
        return fields(operand(dot, chain.operand()), chain, chain.names(), arguments);
    }

    private Value fields(Value start, Operand node, List<String> names, Arguments arguments)
            throws TemplateError, GoError {
        Value value = start;
        for (String name : names.subList(0, names.size() - 1)) {
            value = field(value, node, name, new Arguments(arguments.dot(), List.of(), null));
        }
        return field(value, node, names.getLast(), arguments);
    }

    private Value field(Value of, Operand node, String name, Arguments arguments) throws TemplateError, GoError {
        if (!of.isValid()) {
            if (strict) {
                throw place.error("nil data; no entry for key " + Quoting.quote(name));
            }
            return Value.INVALID;
        }
        String type = of.type().name();
        Value receiver = of.indirect();
        if (receiver.kind() == Kind.INTERFACE) {
            throw place.error("nil pointer evaluating " + type + "." + name);
        }
        Method method = receiver.type().methods().get(name);
        if (method != null && !(receiver.kind() == Kind.POINTER)) {
            Function bound =
                    Function.of(method.parameters(), (_, given) -> method.body().call(receiver, given));
            return calls.call(bound, name, node, arguments);
        }
        return switch (receiver.type()) {
            case GoType.Struct _ -> ofStruct(receiver, name, type, arguments);
            case GoType.MapOf _ -> ofMap(receiver, name, arguments);
            case GoType.PointerTo pointer -> throw nilPointer(pointer, name, type);
            case GoType.Basic _, GoType.SliceOf _, GoType.Any _ -> throw cannotEvaluate(name, type);
        };
    }

    private TemplateError nilPointer(GoType.PointerTo pointer, String name, String type) {
        boolean known = !(pointer.target() instanceof GoType.Struct struct)
                || Fields.has(struct, name)
                || pointer.target().methods().containsKey(name);
        return known ? place.error("nil pointer evaluating " + type + "." + name) : cannotEvaluate(name, type);
    }

    private TemplateError cannotEvaluate(String name, String type) {
        return place.error("can't evaluate field " + name + " in type " + type);
    }

    private Value ofStruct(Value struct, String name, String type, Arguments arguments) throws TemplateError {
        Value value = Fields.of(struct, name);
        if (value == null) {
            throw cannotEvaluate(name, type);
        }
        if (!arguments.isEmpty()) {
            throw place.error(name + " has arguments but cannot be invoked as function");
        }
        return value;
    }

    private Value ofMap(Value map, String name, Arguments arguments) throws TemplateError {
        if (!arguments.isEmpty()) {
            throw place.error(name + " is not a method but has arguments");
        }
        Value value = map.entries().get(name);
        if (value == null && strict) {
            throw place.error("map has no entry for key " + Quoting.quote(name));
        }
        return value == null ? Value.INVALID : value;
    }
}

package sampan.cli.template;

import java.util.Map;
import sampan.cli.go.GoError;
import sampan.cli.go.GoType;
import sampan.cli.go.Quoting;
import sampan.cli.go.Text;
import sampan.cli.go.Value;
import sampan.cli.template.Node.Statement;

/** Executes statements. */
final class Execution {
    /** Of bodies within bodies, when templates call themselves; Go allows more, on a stack that is not the engine's. */
    private static final int DEEPEST = 300;

    private final Map<String, Node.Sequence> templates;
    private final Evaluation evaluation;
    private final Text out;
    private int depth;

    Execution(Map<String, Node.Sequence> templates, Evaluation evaluation, Text out) {
        this.templates = templates;
        this.evaluation = evaluation;
        this.out = out;
    }

    /** How statements go on. */
    private enum Flow {
        NEXT,
        BREAK,
        CONTINUE
    }

    void run(String name, Node.Sequence body, Value dot) throws TemplateError, GoError {
        Variables around = evaluation.variables(new Variables(dot));
        String before = evaluation.place().enter(name);
        walk(dot, body);
        evaluation.place().enter(before);
        evaluation.variables(around);
    }

    private Flow walk(Value dot, Node.Sequence sequence) throws TemplateError, GoError {
        if (depth == DEEPEST) {
            throw evaluation.place().error("exceeded maximum template depth (" + DEEPEST + ")");
        }
        depth++;
        Flow flow = steps(dot, sequence);
        depth--;
        return flow;
    }

    private Flow steps(Value dot, Node.Sequence sequence) throws TemplateError, GoError {
        for (Statement statement : sequence.statements()) {
            Flow flow = walk(dot, statement);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow walk(Value dot, Statement statement) throws TemplateError, GoError {
        evaluation.step(statement);
        switch (statement) {
            case Node.Text text -> out.add(text.text());
            case Node.Action action -> act(dot, action);
            case Node.Invocation invocation -> invoke(dot, invocation);
            case Node.Jump jump -> {
                return jump.breaks() ? Flow.BREAK : Flow.CONTINUE;
            }
            case Node.Branch branch -> {
                int mark = evaluation.variables().mark();
                Flow flow = branch.word() == Node.Word.RANGE ? range(dot, branch) : choose(dot, branch);
                evaluation.variables().pop(mark);
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private void act(Value dot, Node.Action action) throws TemplateError, GoError {
        Value value = evaluation.pipeline(dot, action.pipeline());
        if (action.pipeline().declared().isEmpty()) {
            evaluation.place().at(action);
            out.add(evaluation.printed(value));
        }
    }

    private Flow choose(Value dot, Node.Branch branch) throws TemplateError, GoError {
        Value value = evaluation.pipeline(dot, branch.pipeline());
        if (value.bare().isTrue()) {
            return walk(branch.word() == Node.Word.WITH ? value : dot, branch.body());
        }
        return walk(dot, branch.otherwise());
    }

    private void invoke(Value dot, Node.Invocation invocation) throws TemplateError, GoError {
        Node.Sequence body = templates.get(invocation.name());
        if (body == null) {
            throw evaluation.place().error("template " + Quoting.quote(invocation.name()) + " not defined");
        }
        Value argument = invocation.argument().isEmpty()
                ? Value.INVALID
                : evaluation.pipeline(dot, invocation.argument().getFirst());
        run(invocation.name(), body, argument);
    }

    private Flow range(Value dot, Node.Branch branch) throws TemplateError, GoError {
        Value value = evaluation.pipeline(dot, branch.pipeline()).indirect();
        boolean any = switch (value.kind()) {
            case SLICE -> elements(branch, value);
            case MAP -> entries(branch, value);
            case INT, UINT -> numbers(branch, value);
            case INVALID -> false;
            case BOOL, FLOAT, STRING, POINTER, STRUCT, INTERFACE -> {
                if (value.isNil()) {
                    yield false;
                }
                throw cannotRange(value);
            }
        };
        return any ? Flow.NEXT : walk(dot, branch.otherwise());
    }

    private TemplateError cannotRange(Value value) throws GoError {
        return evaluation.place().error("range can't iterate over " + evaluation.shown(value));
    }

    private boolean elements(Node.Branch branch, Value slice) throws TemplateError, GoError {
        long index = 0;
        for (Value element : slice.elements()) {
            if (once(branch, Value.of(index++), element) == Flow.BREAK) {
                break;
            }
        }
        return index > 0;
    }

    private boolean entries(Node.Branch branch, Value map) throws TemplateError, GoError {
        GoType key = ((GoType.MapOf) map.type()).key();
        for (Map.Entry<String, Value> entry : map.entries().entrySet()) {
            if (once(branch, new Value(key, entry.getKey()), entry.getValue()) == Flow.BREAK) {
                break;
            }
        }
        return !map.entries().isEmpty();
    }

    private boolean numbers(Node.Branch branch, Value bound) throws TemplateError, GoError {
        if (branch.pipeline().declared().size() > 1) {
            throw evaluation
                    .place()
                    .error("can't use " + evaluation.shown(bound) + " to iterate over more than one variable");
        }
        for (long i = 0; i < bound.integer(); i++) {
            Value number = new Value(bound.type(), i);
            if (once(branch, number, number) == Flow.BREAK) {
                break;
            }
        }
        return bound.integer() > 0;
    }

    private Flow once(Node.Branch branch, Value index, Value element) throws TemplateError, GoError {
        evaluation.step();
        Variables variables = evaluation.variables();
        var declared = branch.pipeline().declared();
        if (!declared.isEmpty()) {
            Value first = declared.size() > 1 ? index : element;
            set(branch, declared.getFirst(), declared.size(), first);
        }
        if (declared.size() > 1) {
            set(branch, declared.get(1), 1, element);
        }
        int mark = variables.mark();
        Flow flow = walk(element, branch.body());
        variables.pop(mark);
        return flow;
    }

    /** @param top how far from the newest variable it is */
    private void set(Node.Branch branch, Node.Variable variable, int top, Value value) throws TemplateError {
        if (branch.pipeline().assigns()) {
            evaluation.set(variable.names().getFirst(), value);
        } else {
            evaluation.variables().setTop(top, value);
        }
    }
}

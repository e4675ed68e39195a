package sampan.cli.template;

import java.util.List;
import java.util.stream.Collectors;
import sampan.cli.go.Quoting;
import sampan.cli.go.Types;
import sampan.cli.go.Value;

/** A piece of a template; as text it is what error messages quote. */
sealed interface Node {
    /** Index in the source. */
    int at();

    /** Something that has a value. */
    sealed interface Operand extends Node {}

    /** {@code .A.B}. */
    record Field(int at, List<String> names) implements Operand {
        @Override
        public String toString() {
            return "." + String.join(".", names);
        }
    }

    /** {@code $x.A}. */
    record Variable(int at, List<String> names) implements Operand {
        @Override
        public String toString() {
            return String.join(".", names);
        }
    }

    /** {@code (pipeline).A.B}. */
    record Chain(int at, Operand operand, List<String> names) implements Operand {
        @Override
        public String toString() {
            String text = operand instanceof Pipeline ? "(" + operand + ")" : operand.toString();
            return text + "." + String.join(".", names);
        }
    }

    /** A function's name. */
    record Identifier(int at, String name) implements Operand {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The value at hand. */
    record Dot(int at) implements Operand {
        @Override
        public String toString() {
            return ".";
        }
    }

    /** The untyped nil. */
    record Nil(int at) implements Operand {
        @Override
        public String toString() {
            return "nil";
        }
    }

    /** A constant other than nil; {@code text} as it was written. */
    record Constant(int at, String text, Value value) implements Operand {
        boolean isText() {
            return value.type().isSame(Types.STRING);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A number that no int can hold: what the execution says of it. */
    record TooLarge(int at, String text) implements Operand {
        @Override
        public String toString() {
            return text;
        }
    }

    /** Commands, each with the one before as its last argument. */
    record Pipeline(int at, boolean assigns, List<Variable> declared, List<Command> commands) implements Operand {
        @Override
        public String toString() {
            String variables = declared.stream().map(Variable::toString).collect(Collectors.joining(", "));
            String head = declared.isEmpty() ? "" : variables + (assigns ? " = " : " := ");
            return head + commands.stream().map(Command::toString).collect(Collectors.joining(" | "));
        }
    }

    /** An operand, or a function or method and its arguments. */
    record Command(int at, List<Operand> operands) implements Node {
        @Override
        public String toString() {
            return operands.stream()
                    .map(operand -> operand instanceof Pipeline ? "(" + operand + ")" : operand.toString())
                    .collect(Collectors.joining(" "));
        }
    }

    /** Something that is executed. */
    sealed interface Statement extends Node {}

    /** Text between actions. */
    record Text(int at, String text) implements Statement {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A pipeline that prints, or sets variables. */
    record Action(int at, Pipeline pipeline) implements Statement {
        @Override
        public String toString() {
            return "{{" + pipeline + "}}";
        }
    }

    /** {@code if}, {@code with} and {@code range}. */
    record Branch(int at, Word word, Pipeline pipeline, Sequence body, Sequence otherwise) implements Statement {
        @Override
        public String toString() {
            String tail = otherwise.statements().isEmpty() ? "" : "{{else}}" + otherwise;
            return "{{" + word.text() + " " + pipeline + "}}" + body + tail + "{{end}}";
        }
    }

    /** Which branch. */
    enum Word {
        IF,
        WITH,
        RANGE;

        String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** {@code {{template "x" .}}}. */
    record Invocation(int at, String name, List<Pipeline> argument) implements Statement {
        @Override
        public String toString() {
            return "{{template " + Quoting.quote(name) + (argument.isEmpty() ? "" : " " + argument.getFirst()) + "}}";
        }
    }

    /** {@code {{break}}} or {@code {{continue}}}. */
    record Jump(int at, boolean breaks) implements Statement {
        @Override
        public String toString() {
            return breaks ? "{{break}}" : "{{continue}}";
        }
    }

    /** Statements one after the other. */
    record Sequence(int at, List<Statement> statements) implements Node {
        @Override
        public String toString() {
            return statements.stream().map(Statement::toString).collect(Collectors.joining());
        }
    }
}

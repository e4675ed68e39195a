package sampan.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sampan.cli.go.GoError;
import sampan.cli.go.Quoting;
import sampan.cli.go.Value;
import sampan.cli.template.Node.Operand;
import sampan.cli.template.Token.Lexeme;

/** Makes trees of what stands between the delimiters. */
final class PipelineParser {
    private final Tokens tokens;
    private final Set<String> functions;
    private List<String> variables = new ArrayList<>(List.of("$"));
    private int depth;

    PipelineParser(Tokens tokens, Set<String> functions) {
        this.tokens = tokens;
        this.functions = functions;
    }

    /** @return the variables known until now */
    List<String> startScope(List<String> known) {
        List<String> around = variables;
        variables = new ArrayList<>(known);
        return around;
    }

    int variables() {
        return variables.size();
    }

    void forget(int count) {
        variables.subList(count, variables.size()).clear();
    }

    Node.Pipeline pipeline(String context, Lexeme end) throws TemplateError {
        if (++depth > Parser.DEEPEST) {
            throw tokens.error("nested too deeply");
        }
        int at = tokens.peekWord().at();
        Declaration declared = declaration(context);
        List<Node.Command> commands = new ArrayList<>();
        while (true) {
            int mark = tokens.mark();
            Token token = tokens.nextWord();
            if (token.is(end)) {
                check(commands, context);
                depth--;
                return new Node.Pipeline(at, declared.assigns(), declared.variables(), List.copyOf(commands));
            }
            if (!startsOperand(token.type())) {
                throw tokens.unexpected(token, context);
            }
            tokens.back(mark);
            commands.add(command());
        }
    }

    private static boolean startsOperand(Lexeme type) {
        return switch (type) {
            case BOOL, CHARACTER, DOT, FIELD, IDENTIFIER, NUMBER, NIL, RAW_STRING, STRING, VARIABLE, LEFT_PAREN -> true;
            default -> false;
        };
    }

    private void check(List<Node.Command> commands, String context) throws TemplateError {
        if (commands.isEmpty()) {
            throw tokens.error("missing value for " + context);
        }
        for (int i = 1; i < commands.size(); i++) {
            switch (commands.get(i).operands().getFirst()) {
                case Node.Constant _, Node.TooLarge _, Node.Dot _, Node.Nil _ ->
                    throw tokens.error("non executable command in pipeline stage " + (i + 1));
                case Node.Field _, Node.Variable _, Node.Chain _, Node.Identifier _, Node.Pipeline _ -> {}
            }
        }
    }

    /** {@code $i, $x :=} before a pipeline. */
    private record Declaration(boolean assigns, List<Node.Variable> variables) {}

    private Declaration declaration(String context) throws TemplateError {
        List<Node.Variable> declared = new ArrayList<>();
        while (tokens.peekWord().is(Lexeme.VARIABLE)) {
            int mark = tokens.mark();
            Token variable = tokens.next();
            Token after = tokens.peekWord();
            if (after.is(Lexeme.ASSIGN) || after.is(Lexeme.DECLARE)) {
                tokens.nextWord();
                declare(variable, declared);
                return new Declaration(after.is(Lexeme.ASSIGN), declared);
            }
            if (!isComma(after)) {
                tokens.back(mark);
                break;
            }
            tokens.nextWord();
            declare(variable, declared);
            if (!context.equals("range") || declared.size() > 1) {
                throw tokens.error("too many declarations in " + context);
            }
            if (!mayFollowComma(tokens.peekWord().type())) {
                throw tokens.error("range can only initialize variables");
            }
        }
        return new Declaration(false, declared);
    }

    private static boolean isComma(Token token) {
        return token.is(Lexeme.CHAR) && token.text().equals(",");
    }

    private static boolean mayFollowComma(Lexeme type) {
        return type == Lexeme.VARIABLE || type == Lexeme.RIGHT_DELIMITER || type == Lexeme.RIGHT_PAREN;
    }

    private void declare(Token variable, List<Node.Variable> declared) {
        declared.add(new Node.Variable(variable.at(), List.of(variable.text())));
        variables.add(variable.text());
    }

    private Node.Command command() throws TemplateError {
        int at = tokens.peekWord().at();
        List<Operand> operands = new ArrayList<>();
        while (true) {
            tokens.peekWord();
            Operand operand = operand();
            if (operand != null) {
                operands.add(operand);
            }
            int mark = tokens.mark();
            Token token = tokens.next();
            if (token.is(Lexeme.SPACE)) {
                continue;
            }
            if (token.is(Lexeme.RIGHT_DELIMITER) || token.is(Lexeme.RIGHT_PAREN)) {
                tokens.back(mark);
            } else if (!token.is(Lexeme.PIPE)) {
                throw tokens.unexpected(token, "operand");
            }
            break;
        }
        if (operands.isEmpty()) {
            throw tokens.error("empty command");
        }
        return new Node.Command(at, List.copyOf(operands));
    }

    private @Nullable Operand operand() throws TemplateError {
        Operand term = term();
        if (term == null || !tokens.peek().is(Lexeme.FIELD)) {
            return term;
        }
        int at = tokens.peek().at();
        List<String> names = new ArrayList<>();
        while (tokens.peek().is(Lexeme.FIELD)) {
            names.add(tokens.next().text().substring(1));
        }
        return switch (term) {
            case Node.Field field -> new Node.Field(at, joined(field.names(), names));
            case Node.Variable variable -> new Node.Variable(at, joined(variable.names(), names));
            case Node.Constant _, Node.TooLarge _, Node.Nil _, Node.Dot _ ->
                throw tokens.error("unexpected . after term " + Quoting.quote(term.toString()));
            case Node.Identifier _, Node.Pipeline _, Node.Chain _ -> new Node.Chain(at, term, List.copyOf(names));
        };
    }

    private static List<String> joined(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return List.copyOf(all);
    }

    private @Nullable Operand term() throws TemplateError {
        int mark = tokens.mark();
        Token token = tokens.nextWord();
        return switch (token.type()) {
            case IDENTIFIER -> function(token);
            case VARIABLE -> variable(token);
            case DOT -> new Node.Dot(token.at());
            case NIL -> new Node.Nil(token.at());
            case FIELD -> new Node.Field(token.at(), List.of(token.text().substring(1)));
            case LEFT_PAREN -> pipeline("parenthesized pipeline", Lexeme.RIGHT_PAREN);
            default -> {
                Operand constant = constant(token);
                if (constant == null) {
                    tokens.back(mark);
                }
                yield constant;
            }
        };
    }

    private Operand function(Token token) throws TemplateError {
        if (!functions.contains(token.text())) {
            throw tokens.error("function " + Quoting.quote(token.text()) + " not defined");
        }
        return new Node.Identifier(token.at(), token.text());
    }

    private Operand variable(Token token) throws TemplateError {
        if (!variables.contains(token.text())) {
            throw tokens.error("undefined variable " + Quoting.quote(token.text()));
        }
        return new Node.Variable(token.at(), List.of(token.text()));
    }

    private @Nullable Operand constant(Token token) throws TemplateError {
        return switch (token.type()) {
            case BOOL ->
                new Node.Constant(
                        token.at(), token.text(), Value.of(token.text().equals("true")));
            case STRING, RAW_STRING -> new Node.Constant(token.at(), token.text(), Value.of(unquoted(token)));
            case CHARACTER, NUMBER -> number(token);
            default -> null;
        };
    }

    private Operand number(Token token) throws TemplateError {
        try {
            return Constants.number(token);
        } catch (GoError wrong) {
            throw tokens.error(wrong.getMessage());
        }
    }

    String unquoted(Token token) throws TemplateError {
        try {
            return Constants.unquote(token.text());
        } catch (GoError _) {
            throw tokens.error("invalid syntax");
        }
    }
}

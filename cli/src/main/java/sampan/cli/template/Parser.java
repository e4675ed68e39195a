package sampan.cli.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sampan.cli.go.Quoting;
import sampan.cli.template.Node.Sequence;
import sampan.cli.template.Node.Statement;
import sampan.cli.template.Token.Lexeme;

/** Makes a tree of a template's words: its statements. What stands in a statement is the work of {@link PipelineParser}. */
final class Parser {
    /** Deeper nesting is no template that a person wrote, and would be at the cost of the stack. */
    static final int DEEPEST = 100;

    private final Tokens tokens;
    private final PipelineParser pipelines;
    private final Map<String, Sequence> templates = new HashMap<>();
    private int ranges;
    private int depth;

    private Parser(String name, String source, Set<String> functions) {
        tokens = new Tokens(name, Lexer.tokens(source));
        pipelines = new PipelineParser(tokens, functions);
    }

    /** How a list of statements ended. */
    private record Body(Sequence statements, Token ending) {
        boolean ended() {
            return ending.is(Lexeme.END);
        }

        String word() {
            return ended() ? "{{end}}" : "{{else}}";
        }
    }

    /** @return all templates by name; the whole of the source has the name given here */
    static Map<String, Sequence> parse(String name, String source, Set<String> functions) throws TemplateError {
        Parser parser = new Parser(name, source, functions);
        Sequence all = parser.all();
        Sequence defined = parser.templates.get(name);
        if (defined == null || !isBlank(all)) {
            parser.define(name, all);
        }
        return parser.templates;
    }

    private Sequence all() throws TemplateError {
        List<Statement> statements = new ArrayList<>();
        int at = tokens.peek().at();
        while (!tokens.peek().is(Lexeme.EOF)) {
            int mark = tokens.mark();
            if (tokens.next().is(Lexeme.LEFT_DELIMITER) && tokens.peekWord().is(Lexeme.DEFINE)) {
                tokens.nextWord();
                definition();
                continue;
            }
            tokens.back(mark);
            Token ending = statement(statements);
            if (ending != null) {
                throw tokens.error("unexpected " + new Body(new Sequence(at, List.of()), ending).word());
            }
        }
        return new Sequence(at, List.copyOf(statements));
    }

    private void define(String name, Sequence body) throws TemplateError {
        Sequence before = templates.get(name);
        if (before == null || isBlank(before)) {
            templates.put(name, body);
        } else if (!isBlank(body)) {
            throw tokens.error("template: multiple definition of template " + Quoting.quote(name));
        }
    }

    private static boolean isBlank(Sequence body) {
        return body.statements().stream()
                .allMatch(statement ->
                        statement instanceof Node.Text text && text.text().isBlank());
    }

    private void definition() throws TemplateError {
        String context = "define clause";
        String name = name(tokens.nextWord(), context);
        tokens.expect(Lexeme.RIGHT_DELIMITER, context);
        define(name, own(context));
    }

    /** The body of a template, which sees none of the variables around it. */
    private Sequence own(String context) throws TemplateError {
        List<String> around = pipelines.startScope(List.of("$"));
        int rangesAround = ranges;
        ranges = 0;
        Body body = body();
        if (!body.ended()) {
            throw tokens.error("unexpected " + body.word() + " in " + context);
        }
        ranges = rangesAround;
        pipelines.startScope(around);
        return body.statements();
    }

    private String name(Token token, String context) throws TemplateError {
        if (!token.is(Lexeme.STRING) && !token.is(Lexeme.RAW_STRING)) {
            throw tokens.unexpected(token, context);
        }
        return pipelines.unquoted(token);
    }

    private Body body() throws TemplateError {
        if (++depth > DEEPEST) {
            throw tokens.error("nested too deeply");
        }
        List<Statement> statements = new ArrayList<>();
        int at = tokens.peekWord().at();
        while (!tokens.peekWord().is(Lexeme.EOF)) {
            Token ending = statement(statements);
            if (ending != null) {
                depth--;
                return new Body(new Sequence(at, List.copyOf(statements)), ending);
            }
        }
        throw tokens.error("unexpected EOF");
    }

    /** @return the word that ends the list, or null */
    private @Nullable Token statement(List<Statement> statements) throws TemplateError {
        Token token = tokens.nextWord();
        if (token.is(Lexeme.TEXT)) {
            statements.add(new Node.Text(token.at(), token.text()));
            return null;
        }
        if (!token.is(Lexeme.LEFT_DELIMITER)) {
            throw tokens.unexpected(token, "input");
        }
        tokens.beginAction(token);
        return action(statements);
    }

    private @Nullable Token action(List<Statement> statements) throws TemplateError {
        int mark = tokens.mark();
        Token word = tokens.nextWord();
        switch (word.type()) {
            case BLOCK -> statements.add(block());
            case BREAK -> statements.add(jump(word, true));
            case CONTINUE -> statements.add(jump(word, false));
            case IF -> statements.add(branch(word, Node.Word.IF));
            case RANGE -> statements.add(branch(word, Node.Word.RANGE));
            case WITH -> statements.add(branch(word, Node.Word.WITH));
            case TEMPLATE -> statements.add(invocation());
            case END -> {
                tokens.expect(Lexeme.RIGHT_DELIMITER, "end");
                return word;
            }
            case ELSE -> {
                Token after = tokens.peekWord();
                if (!after.is(Lexeme.IF) && !after.is(Lexeme.WITH)) {
                    tokens.expect(Lexeme.RIGHT_DELIMITER, "else");
                }
                return word;
            }
            default -> {
                tokens.back(mark);
                Token first = tokens.peek();
                statements.add(new Node.Action(first.at(), pipelines.pipeline("command", Lexeme.RIGHT_DELIMITER)));
            }
        }
        return null;
    }

    private Statement jump(Token word, boolean breaks) throws TemplateError {
        String text = "{{" + word.text() + "}}";
        Token token = tokens.nextWord();
        if (!token.is(Lexeme.RIGHT_DELIMITER)) {
            throw tokens.unexpected(token, text);
        }
        if (ranges == 0) {
            throw tokens.error(text + " outside {{range}}");
        }
        return new Node.Jump(word.at(), breaks);
    }

    private Statement branch(Token start, Node.Word word) throws TemplateError {
        int variables = pipelines.variables();
        Node.Pipeline pipeline = pipelines.pipeline(word.text(), Lexeme.RIGHT_DELIMITER);
        ranges += word == Node.Word.RANGE ? 1 : 0;
        Body body = body();
        ranges -= word == Node.Word.RANGE ? 1 : 0;
        Sequence otherwise = new Sequence(start.at(), List.of());
        if (!body.ended()) {
            otherwise = otherwise(word);
        }
        pipelines.forget(variables);
        return new Node.Branch(pipeline.at(), word, pipeline, body.statements(), otherwise);
    }

    private Sequence otherwise(Node.Word word) throws TemplateError {
        Token next = tokens.peekWord();
        boolean chained =
                (word == Node.Word.IF && next.is(Lexeme.IF)) || (word == Node.Word.WITH && next.is(Lexeme.WITH));
        if (chained) {
            tokens.nextWord();
            if (++depth > DEEPEST) {
                throw tokens.error("nested too deeply");
            }
            Statement inner = branch(next, word);
            depth--;
            return new Sequence(next.at(), List.of(inner));
        }
        if (next.is(Lexeme.IF) || next.is(Lexeme.WITH)) {
            throw tokens.unexpected(tokens.nextWord(), "input");
        }
        Body body = body();
        if (!body.ended()) {
            throw tokens.error("expected end; found " + body.word());
        }
        return body.statements();
    }

    private Statement block() throws TemplateError {
        String context = "block clause";
        Token token = tokens.nextWord();
        String name = name(token, context);
        Node.Pipeline pipeline = pipelines.pipeline(context, Lexeme.RIGHT_DELIMITER);
        define(name, own("block clause"));
        return new Node.Invocation(token.at(), name, List.of(pipeline));
    }

    private Statement invocation() throws TemplateError {
        String context = "template clause";
        Token token = tokens.nextWord();
        String name = name(token, context);
        int mark = tokens.mark();
        if (tokens.nextWord().is(Lexeme.RIGHT_DELIMITER)) {
            return new Node.Invocation(token.at(), name, List.of());
        }
        tokens.back(mark);
        return new Node.Invocation(token.at(), name, List.of(pipelines.pipeline(context, Lexeme.RIGHT_DELIMITER)));
    }
}

package sampan.cli.template;

import java.util.List;
import sampan.cli.template.Token.Lexeme;

/** The words of a template, as its parser goes through them. */
final class Tokens {
    private final String name;
    private final List<Token> all;
    private int next;
    private int actionLine;

    Tokens(String name, List<Token> all) {
        this.name = name;
        this.all = all;
    }

    Token next() {
        Token token = peek();
        next++;
        return token;
    }

    /** The last one again and again. */
    Token peek() {
        return all.get(Math.min(next, all.size() - 1));
    }

    void back(int mark) {
        next = mark;
    }

    int mark() {
        return next;
    }

    Token nextWord() {
        peekWord();
        return next();
    }

    Token peekWord() {
        while (peek().is(Lexeme.SPACE)) {
            next++;
        }
        return peek();
    }

    void beginAction(Token token) {
        actionLine = token.line();
    }

    Token expect(Lexeme type, String context) throws TemplateError {
        Token token = nextWord();
        if (!token.is(type)) {
            throw unexpected(token, context);
        }
        return token;
    }

    TemplateError unexpected(Token token, String context) {
        if (!token.is(Lexeme.ERROR)) {
            return error("unexpected " + token + " in " + context);
        }
        if (actionLine == 0 || actionLine == token.line()) {
            return error(token.toString());
        }
        String extra = " in action started at " + name + ":" + actionLine;
        String message = token.text().endsWith(" action")
                ? token.text() + extra.substring(" in action".length())
                : token + extra;
        return error(message);
    }

    /** At the last word that was looked at. */
    TemplateError error(String message) {
        Token last = all.get(Math.clamp(next - 1L, 0, all.size() - 1));
        return new TemplateError("template: " + name + ":" + last.line() + ": " + message);
    }
}

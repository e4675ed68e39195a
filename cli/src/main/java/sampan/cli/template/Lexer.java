package sampan.cli.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.cli.go.Quoting;
import sampan.cli.template.Token.Lexeme;

/** Cuts a template into words. A word that is none ends the list as an {@link Lexeme#ERROR}. */
final class Lexer {
    private static final String LEFT = "{{";
    private static final String RIGHT = "}}";
    private static final String LEFT_COMMENT = "/*";
    private static final String RIGHT_COMMENT = "*/";
    private static final String SPACES = " \t\r\n";
    private static final int END = -1;

    private static final Map<String, Lexeme> KEYWORDS = Map.ofEntries(
            Map.entry("block", Lexeme.BLOCK),
            Map.entry("break", Lexeme.BREAK),
            Map.entry("continue", Lexeme.CONTINUE),
            Map.entry("define", Lexeme.DEFINE),
            Map.entry("else", Lexeme.ELSE),
            Map.entry("end", Lexeme.END),
            Map.entry("if", Lexeme.IF),
            Map.entry("range", Lexeme.RANGE),
            Map.entry("nil", Lexeme.NIL),
            Map.entry("template", Lexeme.TEMPLATE),
            Map.entry("with", Lexeme.WITH),
            Map.entry("true", Lexeme.BOOL),
            Map.entry("false", Lexeme.BOOL));

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int start;
    private int at;
    private int line = 1;
    private int startLine = 1;
    private int parens;
    private boolean failed;

    private Lexer(String source) {
        this.source = source;
    }

    static List<Token> tokens(String source) {
        Lexer lexer = new Lexer(source);
        lexer.text();
        return lexer.tokens;
    }

    private void text() {
        while (!failed) {
            int open = source.indexOf(LEFT, at);
            if (open < 0) {
                at = source.length();
                emitText(at);
                start = at;
                emit(Lexeme.EOF);
                return;
            }
            boolean trims = trimsLeft(open + LEFT.length());
            int end = trims ? trimmedEnd(open) : open;
            emitText(end);
            skipTo(open);
            leftDelimiter(trims);
        }
    }

    private void emitText(int end) {
        if (end > start) {
            at = end;
            emit(Lexeme.TEXT);
        }
    }

    private int trimmedEnd(int open) {
        int end = open;
        while (end > start && SPACES.indexOf(source.charAt(end - 1)) >= 0) {
            end--;
        }
        return end;
    }

    /** {@code - } after the left delimiter. */
    private boolean trimsLeft(int index) {
        return index + 1 < source.length()
                && source.charAt(index) == '-'
                && SPACES.indexOf(source.charAt(index + 1)) >= 0;
    }

    /** { -} before the right delimiter. */
    private boolean trimsRight(int index) {
        return index + 1 < source.length()
                && SPACES.indexOf(source.charAt(index)) >= 0
                && source.charAt(index + 1) == '-'
                && source.startsWith(RIGHT, index + 2);
    }

    private void leftDelimiter(boolean trims) {
        at += LEFT.length();
        int after = trims ? 2 : 0;
        if (source.startsWith(LEFT_COMMENT, at + after)) {
            skipTo(at + after);
            comment();
            return;
        }
        emit(Lexeme.LEFT_DELIMITER);
        skipTo(at + after);
        parens = 0;
        action();
    }

    private void comment() {
        int close = source.indexOf(RIGHT_COMMENT, at + LEFT_COMMENT.length());
        if (close < 0) {
            error("unclosed comment");
            return;
        }
        int end = close + RIGHT_COMMENT.length();
        boolean trims = trimsRight(end);
        if (!trims && !source.startsWith(RIGHT, end)) {
            error("comment ends before closing delimiter");
            return;
        }
        skipTo(end + (trims ? 2 : 0) + RIGHT.length());
        skipSpace(trims);
    }

    private void skipSpace(boolean trims) {
        int end = at;
        while (trims && end < source.length() && SPACES.indexOf(source.charAt(end)) >= 0) {
            end++;
        }
        skipTo(end);
    }

    /** Up to and with the right delimiter. */
    private void action() {
        while (!failed) {
            boolean trims = trimsRight(at);
            if (trims || source.startsWith(RIGHT, at)) {
                if (parens > 0) {
                    error("unclosed left paren");
                    return;
                }
                skipTo(at + (trims ? 2 : 0));
                at += RIGHT.length();
                emit(Lexeme.RIGHT_DELIMITER);
                skipSpace(trims);
                return;
            }
            word();
        }
    }

    private void word() {
        int point = peek();
        if (point == END) {
            error("unclosed action");
        } else if (SPACES.indexOf(point) >= 0) {
            space();
        } else if (isAlphanumeric(point) && !isDigit(point)) {
            identifier();
        } else if (isDigit(point) || isSigned()) {
            number();
        } else {
            mark(point);
        }
    }

    private boolean isSigned() {
        int point = peek();
        boolean digitFollows = at + 1 < source.length() && isDigit(source.charAt(at + 1));
        return point == '+' || point == '-' || (point == '.' && digitFollows);
    }

    private void mark(int point) {
        at += Character.charCount(point);
        switch (point) {
            case '=' -> emit(Lexeme.ASSIGN);
            case ':' -> declare();
            case '|' -> emit(Lexeme.PIPE);
            case '"' -> quoted('"', Lexeme.STRING, "unterminated quoted string");
            case '\'' -> quoted('\'', Lexeme.CHARACTER, "unterminated character constant");
            case '`' -> raw();
            case '$' -> fieldOrVariable(Lexeme.VARIABLE);
            case '.' -> fieldOrVariable(Lexeme.FIELD);
            case '(' -> {
                parens++;
                emit(Lexeme.LEFT_PAREN);
            }
            case ')' -> rightParen();
            default -> {
                if (point > ' ' && point < 0x7f) {
                    emit(Lexeme.CHAR);
                } else {
                    error("unrecognized character in action: " + unicode(point));
                }
            }
        }
    }

    private void declare() {
        if (peek() == '=') {
            at++;
            emit(Lexeme.DECLARE);
        } else {
            error("expected :=");
        }
    }

    private void rightParen() {
        parens--;
        if (parens < 0) {
            error("unexpected right paren");
        } else {
            emit(Lexeme.RIGHT_PAREN);
        }
    }

    private void space() {
        while (peek() != END && SPACES.indexOf(peek()) >= 0 && !trimsRight(at)) {
            at++;
        }
        if (at > start) {
            emit(Lexeme.SPACE);
        }
    }

    private void quoted(char quote, Lexeme type, String complaint) {
        while (true) {
            int point = peek();
            if (point == END || point == '\n') {
                error(complaint);
                return;
            }
            at += Character.charCount(point);
            if (point == quote) {
                emit(type);
                return;
            }
            if (point == '\\' && peek() != END && peek() != '\n') {
                at += Character.charCount(peek());
            }
        }
    }

    private void raw() {
        int close = source.indexOf('`', at);
        if (close < 0) {
            error("unterminated raw quoted string");
            return;
        }
        at = close + 1;
        emit(Lexeme.RAW_STRING);
    }

    private void fieldOrVariable(Lexeme type) {
        if (atTerminator()) {
            emit(type == Lexeme.VARIABLE ? Lexeme.VARIABLE : Lexeme.DOT);
            return;
        }
        skipAlphanumeric();
        if (atTerminator()) {
            emit(type);
        } else {
            error("bad character " + unicode(peek()));
        }
    }

    private void identifier() {
        skipAlphanumeric();
        if (atTerminator()) {
            emit(KEYWORDS.getOrDefault(source.substring(start, at), Lexeme.IDENTIFIER));
        } else {
            error("bad character " + unicode(peek()));
        }
    }

    private void skipAlphanumeric() {
        while (isAlphanumeric(peek())) {
            at += Character.charCount(peek());
        }
    }

    private boolean atTerminator() {
        int point = peek();
        return point == END || (SPACES + ".,|:()").indexOf(point) >= 0 || source.startsWith(RIGHT, at);
    }

    private void number() {
        at = NumberShape.end(source, at);
        // What goes on with a sign would be a complex number: nothing that Docker shows is one.
        boolean complex = peek() == '+' || peek() == '-';
        if (complex) {
            at = NumberShape.end(source, at);
        }
        boolean bad = isAlphanumeric(peek());
        if (bad) {
            at += Character.charCount(peek());
        }
        if (bad || complex) {
            error("bad number syntax: " + Quoting.quote(source.substring(start, at)));
        } else {
            emit(Lexeme.NUMBER);
        }
    }

    private int peek() {
        return at < source.length() ? source.codePointAt(at) : END;
    }

    static boolean isAlphanumeric(int point) {
        return point == '_' || Character.isLetter(point) || isDigit(point);
    }

    private static boolean isDigit(int point) {
        return point >= 0 && Character.isDigit(point);
    }

    private static String unicode(int point) {
        String text = String.format("U+%04X", point);
        return Character.isISOControl(point) ? text : text + " '" + Character.toString(point) + "'";
    }

    private void emit(Lexeme type) {
        tokens.add(new Token(type, start, source.substring(start, at), startLine));
        skipTo(at);
    }

    private void skipTo(int index) {
        for (int i = start; i < index; i++) {
            line += source.charAt(i) == '\n' ? 1 : 0;
        }
        at = index;
        start = index;
        startLine = line;
    }

    private void error(String message) {
        tokens.add(new Token(Lexeme.ERROR, start, message, startLine));
        failed = true;
    }
}

package sampan.cli.template;

import sampan.cli.go.Quoting;

/**
 * A word of a template.
 *
 * @param at index in the source
 * @param line from 1
 */
record Token(Lexeme type, int at, String text, int line) {
    /** What kind of word. */
    enum Lexeme {
        ERROR,
        BOOL,
        CHAR,
        CHARACTER,
        COMMENT,
        ASSIGN,
        DECLARE,
        EOF,
        FIELD,
        IDENTIFIER,
        LEFT_DELIMITER,
        LEFT_PAREN,
        NUMBER,
        PIPE,
        RAW_STRING,
        RIGHT_DELIMITER,
        RIGHT_PAREN,
        SPACE,
        STRING,
        TEXT,
        VARIABLE,
        DOT,
        NIL,
        BLOCK,
        BREAK,
        CONTINUE,
        DEFINE,
        ELSE,
        END,
        IF,
        RANGE,
        TEMPLATE,
        WITH;

        boolean isKeyword() {
            return compareTo(DOT) >= 0;
        }
    }

    private static final int SHOWN = 10;

    boolean is(Lexeme wanted) {
        return type == wanted;
    }

    /** As error messages show it. */
    @Override
    public String toString() {
        if (type == Lexeme.EOF) {
            return "EOF";
        }
        if (type == Lexeme.ERROR) {
            return text;
        }
        if (type.isKeyword()) {
            return "<" + text + ">";
        }
        return text.codePointCount(0, text.length()) > SHOWN
                ? Quoting.quote(text.substring(0, text.offsetByCodePoints(0, SHOWN))) + "..."
                : Quoting.quote(text);
    }
}

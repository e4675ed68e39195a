package sampan.cli.template;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import sampan.cli.go.GoError;
import sampan.cli.go.Quoting;
import sampan.cli.go.Value;

/** Go's constants: texts, characters and numbers. */
final class Constants {
    private static final Pattern UNDERSCORES = Pattern.compile("_");
    private static final BigInteger LARGEST = BigInteger.TWO.pow(64);

    private final String text;
    private final int end;
    private final char quote;
    private int at = 1;

    private Constants(String quoted) {
        text = quoted;
        end = quoted.length() - 1;
        quote = quoted.charAt(0);
    }

    /** The text that stands in quotes. */
    static String unquote(String quoted) throws GoError {
        if (quoted.startsWith("`")) {
            return quoted.substring(1, quoted.length() - 1).replace("\r", "");
        }
        Constants constant = new Constants(quoted);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (constant.at < constant.end) {
            constant.character(bytes);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** One character, as it is or escaped; {@code \x41} and {@code \101} are bytes. */
    private int character(ByteArrayOutputStream bytes) throws GoError {
        int point = text.codePointAt(at);
        at += Character.charCount(point);
        if (point != '\\') {
            return write(bytes, point);
        }
        char escape = text.charAt(at++);
        return switch (escape) {
            case 'x' -> raw(bytes, digits(2, 16));
            case 'u' -> write(bytes, digits(4, 16));
            case 'U' -> write(bytes, digits(8, 16));
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                at--;
                yield raw(bytes, digits(3, 8));
            }
            default -> write(bytes, escaped(escape));
        };
    }

    private int escaped(char escape) throws GoError {
        int named = "abfnrtv\\".indexOf(escape);
        if (named >= 0) {
            return "\u0007\b\f\n\r\t\u000b\\".charAt(named);
        }
        if (escape != quote) {
            throw new GoError("invalid syntax");
        }
        return escape;
    }

    private int digits(int count, int radix) throws GoError {
        if (at + count > end) {
            throw new GoError("invalid syntax");
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            int digit = Character.digit(text.charAt(at++), radix);
            if (digit < 0) {
                throw new GoError("invalid syntax");
            }
            value = value * radix + digit;
        }
        boolean surrogate = radix == 16 && count > 2 && value >= 0xd800 && value < 0xe000;
        if (value > (radix == 8 ? 0xff : Character.MAX_CODE_POINT) || surrogate) {
            throw new GoError("invalid syntax");
        }
        return (int) value;
    }

    private static int raw(ByteArrayOutputStream bytes, int value) {
        bytes.write(value);
        return value;
    }

    private static int write(ByteArrayOutputStream bytes, int point) {
        bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
        return point;
    }

    static Node.Operand number(Token token) throws GoError {
        return token.is(Token.Lexeme.CHARACTER) ? rune(token) : plain(token);
    }

    private static Node.Operand rune(Token token) throws GoError {
        String malformed = "malformed character constant: " + token.text();
        if (token.text().length() < 3) {
            throw new GoError("invalid syntax");
        }
        Constants constant = new Constants(token.text());
        int point = constant.character(new ByteArrayOutputStream());
        if (constant.at != constant.end) {
            throw new GoError(malformed);
        }
        return new Node.Constant(token.at(), token.text(), Value.of((long) point));
    }

    private static Node.Operand plain(Token token) throws GoError {
        String text = UNDERSCORES.matcher(token.text()).replaceAll("");
        try {
            BigInteger whole = integer(text);
            if (whole.bitLength() < 64) {
                return new Node.Constant(token.at(), token.text(), Value.of(whole.longValue()));
            }
            if (whole.signum() > 0 && whole.compareTo(LARGEST) < 0) {
                return new Node.TooLarge(token.at(), token.text());
            }
            throw new GoError("integer overflow: " + Quoting.quote(token.text()));
        } catch (NumberFormatException _) {
            return real(token, text);
        }
    }

    private static BigInteger integer(String text) {
        int sign = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        String digits = text.substring(sign);
        int radix = radix(digits);
        if (radix != 10) {
            digits = digits.substring(Character.isLetter(digits.charAt(1)) ? 2 : 1);
        }
        if (digits.startsWith("-") || digits.startsWith("+")) {
            throw new NumberFormatException(text);
        }
        BigInteger magnitude = new BigInteger(digits, radix);
        return text.startsWith("-") ? magnitude.negate() : magnitude;
    }

    private static int radix(String digits) {
        if (digits.length() < 2 || digits.charAt(0) != '0') {
            return 10;
        }
        return switch (Character.toLowerCase(digits.charAt(1))) {
            case 'x' -> 16;
            case 'b' -> 2;
            default -> 8;
        };
    }

    private static Node.Operand real(Token token, String text) throws GoError {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw new GoError("illegal number syntax: " + Quoting.quote(token.text()));
        }
        if (Double.isInfinite(value)) {
            throw new GoError("illegal number syntax: " + Quoting.quote(token.text()));
        }
        return new Node.Constant(token.at(), token.text(), Value.of(value));
    }
}

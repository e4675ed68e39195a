package sampan.cli.go;

import java.util.List;

/** Goes through a format and its arguments. */
final class Verbs {
    /** Widths and precisions beyond are refused, as in Go. */
    private static final int LARGEST = 1_000_000;

    private final Text out;
    private final String format;
    private final List<Value> values;
    private int at;
    private int argument;
    private boolean reordered;
    private boolean goodArgument;
    private boolean afterIndex;

    Verbs(Budget budget, String format, List<Value> values) {
        out = new Text(budget);
        this.format = format;
        this.values = values;
    }

    String format() throws GoError {
        boolean anyReordered = false;
        while (at < format.length()) {
            int percent = format.indexOf('%', at);
            if (percent < 0) {
                out.add(format.substring(at));
                break;
            }
            out.add(format.substring(at, percent));
            at = percent + 1;
            verb();
            anyReordered = reordered;
        }
        if (!anyReordered && argument < values.size()) {
            extra();
        }
        return out.toString();
    }

    private void extra() throws GoError {
        out.add("%!(EXTRA ");
        for (int i = argument; i < values.size(); i++) {
            out.add(i > argument ? ", " : "");
            Value value = values.get(i).bare();
            if (!value.isValid()) {
                out.add("<nil>");
            } else {
                out.add(value.type().name() + "=");
                Printer.print(out, value, 'v', Spec.PLAIN);
            }
        }
        out.add(")");
    }

    private void verb() throws GoError {
        goodArgument = true;
        afterIndex = false;
        Flags flags = new Flags();
        while (at < format.length() && flags.take(format.charAt(at))) {
            at++;
        }
        index();
        width(flags);
        precision(flags);
        if (!afterIndex) {
            index();
        }
        if (at >= format.length()) {
            out.add("%!(NOVERB)");
            return;
        }
        int point = format.codePointAt(at);
        at += Character.charCount(point);
        apply(point, flags);
    }

    private void apply(int point, Flags flags) throws GoError {
        String verb = Character.toString(point);
        if (point == '%') {
            out.add("%");
        } else if (!goodArgument) {
            out.add("%!" + verb + "(BADINDEX)");
        } else if (argument >= values.size()) {
            out.add("%!" + verb + "(MISSING)");
        } else {
            char single = point < 0x10000 ? (char) point : '\ufffd';
            Printer.print(out, values.get(argument++), single, flags.spec());
        }
    }

    private void width(Flags flags) throws GoError {
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            flags.width = star("%!(BADWIDTH)");
            if (flags.width < -1) {
                flags.width = -flags.width;
                flags.minus = true;
                flags.zero = false;
            }
            afterIndex = false;
            return;
        }
        flags.width = number();
        if (afterIndex && flags.width >= 0) {
            goodArgument = false;
        }
    }

    private void precision(Flags flags) throws GoError {
        if (at + 1 > format.length() || at >= format.length() || format.charAt(at) != '.') {
            return;
        }
        at++;
        if (afterIndex) {
            goodArgument = false;
        }
        index();
        if (at < format.length() && format.charAt(at) == '*') {
            at++;
            int given = star("%!(BADPREC)");
            flags.precision = given < 0 ? -1 : given;
            afterIndex = false;
        } else {
            flags.precision = Math.max(0, number());
        }
    }

    /** @return the argument, -1 when there is none or it is no good */
    private int star(String complaint) throws GoError {
        Value value = argument < values.size() ? values.get(argument++).bare() : Value.INVALID;
        if (value.kind().isInteger() && Math.abs(value.integer()) <= LARGEST) {
            return (int) value.integer();
        }
        out.add(complaint);
        return -1;
    }

    /** @return -1 when there is none or it is too large */
    private int number() {
        int start = at;
        int number = 0;
        while (at < format.length() && Character.digit(format.charAt(at), 10) >= 0 && format.charAt(at) < 128) {
            if (number > LARGEST) {
                // Beyond all bounds: nothing after it is read, as in Go.
                at = format.length();
                return -1;
            }
            number = number * 10 + format.charAt(at) - '0';
            at++;
        }
        return at == start ? -1 : number;
    }

    /** {@code [3]}: the argument that comes next. */
    private void index() {
        if (at >= format.length() || format.charAt(at) != '[') {
            return;
        }
        reordered = true;
        int close = format.indexOf(']', at);
        if (close < 0) {
            goodArgument = false;
            at++;
            return;
        }
        String digits = format.substring(at + 1, close);
        at = close + 1;
        boolean good =
                !digits.isEmpty() && digits.length() < 7 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int wanted = good ? Integer.parseInt(digits) : 0;
        if (wanted < 1 || wanted > values.size()) {
            goodArgument = false;
            return;
        }
        argument = wanted - 1;
        afterIndex = true;
    }

    /** What stands between the percent sign and the verb. */
    private static final class Flags {
        private boolean plus;
        private boolean minus;
        private boolean sharp;
        private boolean space;
        private boolean zero;
        private int width = -1;
        private int precision = -1;

        private boolean take(char flag) {
            switch (flag) {
                case '#' -> sharp = true;
                case '0' -> zero = true;
                case '+' -> plus = true;
                case '-' -> minus = true;
                case ' ' -> space = true;
                default -> {
                    return false;
                }
            }
            return true;
        }

        private Spec spec() {
            return new Spec(plus, minus, sharp, space, zero && !minus, width, precision);
        }
    }
}

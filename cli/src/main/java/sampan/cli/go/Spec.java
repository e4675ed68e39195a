package sampan.cli.go;

/** The flags, width and precision of one verb; -1: not given. */
record Spec(boolean plus, boolean minus, boolean sharp, boolean space, boolean zero, int width, int precision) {
    static final Spec PLAIN = new Spec(false, false, false, false, false, -1, -1);

    /** {@code %#v} and {@code %+v} mean something of their own: the flags do not apply to what is inside. */
    Spec withoutSharpAndPlus() {
        return new Spec(false, minus, false, space, zero, width, precision);
    }

    Spec zeroed(boolean on) {
        return new Spec(plus, minus, sharp, space, on, width, precision);
    }

    /** Fills up to the width, counted in characters. */
    String pad(String text) {
        int missing = width - text.codePointCount(0, text.length());
        if (missing <= 0) {
            return text;
        }
        return minus ? text + " ".repeat(missing) : (zero ? "0" : " ").repeat(missing) + text;
    }

    /** Zeros go between the sign and the digits. */
    String padNumber(String sign, String digits) {
        int missing = width - sign.length() - digits.length();
        return zero && !minus && missing > 0
                ? sign + "0".repeat(missing) + digits
                : zeroed(false).pad(sign + digits);
    }

    String sign(boolean negative) {
        if (negative) {
            return "-";
        }
        return plus ? "+" : space ? " " : "";
    }
}

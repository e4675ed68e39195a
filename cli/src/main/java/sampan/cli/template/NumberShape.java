package sampan.cli.template;

/** How far a number goes in a template. */
final class NumberShape {
    private static final String DECIMAL = "0123456789_";
    private static final String HEXADECIMAL = "0123456789abcdefABCDEF_";

    private final String source;
    private int at;

    private NumberShape(String source, int at) {
        this.source = source;
        this.at = at;
    }

    /** @return the index after it */
    static int end(String source, int at) {
        NumberShape shape = new NumberShape(source, at);
        shape.scan();
        return shape.at;
    }

    private void scan() {
        one("+-");
        String digits = DECIMAL;
        if (one("0")) {
            if (one("xX")) {
                digits = HEXADECIMAL;
            } else if (one("oO")) {
                digits = "01234567_";
            } else if (one("bB")) {
                digits = "01_";
            }
        }
        run(digits);
        if (one(".")) {
            run(digits);
        }
        boolean exponent = digits.equals(DECIMAL) ? one("eE") : digits.equals(HEXADECIMAL) && one("pP");
        if (exponent) {
            one("+-");
            run(DECIMAL);
        }
    }

    private boolean one(String set) {
        boolean there = at < source.length() && set.indexOf(source.charAt(at)) >= 0;
        at += there ? 1 : 0;
        return there;
    }

    private void run(String set) {
        while (at < source.length() && set.indexOf(source.charAt(at)) >= 0) {
            at++;
        }
    }
}

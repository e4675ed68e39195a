package sampan.cli.screen;

import java.util.Locale;

/** Text that fits into so many columns of a terminal. */
final class Cell {
    private static final String[] UNITS = {"B", "K", "M", "G", "T", "P"};
    private static final int THOUSAND = 1024;

    private Cell() {}

    static String left(String text, int width) {
        String cut = cut(text, width);
        return cut + " ".repeat(width - length(cut));
    }

    static String right(String text, int width) {
        String cut = cut(text, width);
        return " ".repeat(width - length(cut)) + cut;
    }

    /** What does not print becomes a point: nothing of a container moves the cursor. */
    static String cut(String text, int width) {
        StringBuilder cut = new StringBuilder();
        int used = 0;
        for (int at = 0; at < text.length() && used < width; ) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            boolean odd =
                    Character.isISOControl(point) || Character.getType(point) == Character.FORMAT || isWide(point);
            cut.appendCodePoint(odd ? '.' : point);
            used++;
        }
        return cut.toString();
    }

    /** Emoji and CJK take two columns in terminals, or one: they are not shown as they are. */
    private static boolean isWide(int point) {
        boolean beyond = point >= 0x1100 && (point < 0x2000 || point >= 0x2E80);
        return beyond || Character.getType(point) == Character.NON_SPACING_MARK;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** {@code 1.5M}: at most five characters. */
    static String bytes(double bytes) {
        double size = bytes;
        int unit = 0;
        while (size >= THOUSAND && unit < UNITS.length - 1) {
            size /= THOUSAND;
            unit++;
        }
        boolean whole = unit == 0 || size >= 100;
        return String.format(Locale.ROOT, whole ? "%.0f%s" : "%.1f%s", size, UNITS[unit]);
    }

    static String percent(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}

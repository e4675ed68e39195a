package sampan.cli.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Columns lined up with spaces, three between them, none narrower than ten; the last one ends where its text ends. A column is what lines that follow each other
 * have in common, as in Go's tabwriter.
 */
public final class Table {
    private static final int NARROWEST = 10;
    private static final int GAP = 3;

    private Table() {}

    /** How wide a text is. */
    public enum Width {
        /** Each character is one wide, as Docker's client counts. */
        CHARACTERS {
            @Override
            int of(String text) {
                return text.codePointCount(0, text.length());
            }
        },
        /** What a terminal shows: some characters take two columns, some none. */
        COLUMNS {
            @Override
            int of(String text) {
                return text.codePoints().map(DisplayWidth::of).sum();
            }
        };

        abstract int of(String text);
    }

    /** @param text lines, with a tab after each cell but the last of a line */
    static String align(String text, Width width) {
        List<String[]> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            lines.add(line.split("\t", -1));
        }
        int[][] widths = widths(lines, width);
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            out.append(i > 0 ? "\n" : "");
            String[] cells = lines.get(i);
            for (int column = 0; column < cells.length; column++) {
                out.append(cells[column]);
                int missing = column < cells.length - 1 ? widths[i][column] - width.of(cells[column]) : 0;
                out.repeat(' ', Math.max(0, missing));
            }
        }
        return out.toString();
    }

    private static int[][] widths(List<String[]> lines, Width width) {
        int[][] widths = new int[lines.size()][];
        for (int i = 0; i < lines.size(); i++) {
            widths[i] = new int[lines.get(i).length];
            for (int column = 0; column < widths[i].length - 1; column++) {
                int above = i > 0 && column < widths[i - 1].length - 1 ? widths[i - 1][column] : NARROWEST;
                widths[i][column] = Math.max(above, width.of(lines.get(i)[column]) + GAP);
            }
        }
        for (int i = lines.size() - 2; i >= 0; i--) {
            for (int column = 0; column < Math.min(widths[i].length, widths[i + 1].length) - 1; column++) {
                widths[i][column] = Math.max(widths[i][column], widths[i + 1][column]);
            }
        }
        return widths;
    }
}

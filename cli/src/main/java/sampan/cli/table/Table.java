package sampan.cli.table;

import java.util.ArrayList;
import java.util.List;
import sampan.cli.ink.Ink;

/**
 * Columns lined up with spaces, three between them, none narrower than ten; the last one ends where its text ends. A column is what lines that follow each other
 * have in common, as in Go's tabwriter.
 */
public final class Table {
    static final int NARROWEST = 10;
    static final int GAP = 3;

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
    static String align(String text, Medium medium) {
        return lines(new Fitting.Fitted<>(List.of(), cells(text), GAP), medium);
    }

    /** @param columns those of the text, which may be shortened and coloured */
    static <T> String align(List<Column<T>> columns, String text, Medium medium) {
        List<String[]> lines = cells(text);
        lines.removeLast(); // what follows the last line's end
        Fitting.Fitted<T> table = medium.columns() == 0
                ? new Fitting.Fitted<>(columns, lines, GAP)
                : Fitting.of(columns, lines, medium.columns());
        return lines(table, medium) + "\n";
    }

    private static List<String[]> cells(String text) {
        List<String[]> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            lines.add(line.split("\t", -1));
        }
        return lines;
    }

    private static <T> String lines(Fitting.Fitted<T> table, Medium medium) {
        List<String[]> lines = table.lines();
        int[][] widths = widths(table, medium.width());
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            out.append(i > 0 ? "\n" : "");
            String[] cells = lines.get(i);
            for (int column = 0; column < cells.length; column++) {
                Ink ink = medium.colour() ? ink(table.columns(), column, i == 0, cells[column]) : Ink.PLAIN;
                out.append(ink.on(cells[column]));
                int missing = column < cells.length - 1
                        ? widths[i][column] - medium.width().of(cells[column])
                        : 0;
                out.repeat(' ', Math.max(0, missing));
            }
        }
        return out.toString();
    }

    private static <T> Ink ink(List<Column<T>> columns, int column, boolean title, String cell) {
        if (title) {
            return Ink.HEADING;
        }
        return column < columns.size() ? columns.get(column).ink().apply(cell) : Ink.PLAIN;
    }

    private static int[][] widths(Fitting.Fitted<?> table, Width width) {
        List<String[]> lines = table.lines();
        int[][] widths = new int[lines.size()][];
        for (int i = 0; i < lines.size(); i++) {
            widths[i] = new int[lines.get(i).length];
            for (int column = 0; column < widths[i].length - 1; column++) {
                int above = i > 0 && column < widths[i - 1].length - 1 ? widths[i - 1][column] : table.narrowest();
                widths[i][column] = Math.max(above, width.of(lines.get(i)[column]) + table.gap());
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

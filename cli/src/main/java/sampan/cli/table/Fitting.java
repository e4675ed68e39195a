package sampan.cli.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Makes a table fit a terminal: first columns in which nothing stands go, then the widest of those that may is shortened, again and again. When that is not
 * enough, those go that others tell nearly the same as.
 */
final class Fitting<T> {
    private static final int GAP = 2;
    private static final String CUT = "…";

    private final Fitted<T> table;
    private final int room;

    private Fitting(Fitted<T> table, int room) {
        this.table = table;
        this.room = room;
    }

    /**
     * What is left of a table.
     *
     * @param gap spaces between its columns
     */
    record Fitted<T>(List<Column<T>> columns, List<String[]> lines, int gap) {
        private int[] widths() {
            int[] widths = new int[columns.size()];
            for (String[] line : lines) {
                for (int column = 0; column < widths.length; column++) {
                    widths[column] = Math.max(widths[column], Table.Width.COLUMNS.of(line[column]));
                }
            }
            return widths;
        }

        private Fitted<T> without(int column) {
            List<Integer> kept = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                if (i != column) {
                    kept.add(i);
                }
            }
            return only(kept);
        }

        private Fitted<T> only(List<Integer> kept) {
            return new Fitted<>(
                    kept.stream().map(columns::get).toList(),
                    lines.stream()
                            .map(line ->
                                    kept.stream().map(column -> line[column]).toArray(String[]::new))
                            .toList(),
                    gap);
        }

        private boolean fits(int room) {
            return width(widths(), gap, narrowest()) <= room;
        }

        /** Fewest characters of a column and its gap. */
        int narrowest() {
            return gap == Table.GAP ? Table.NARROWEST : 0;
        }
    }

    /** @param lines the titles first */
    static <T> Fitted<T> of(List<Column<T>> columns, List<String[]> lines, int room) {
        Fitted<T> all = new Fitted<>(columns, lines, Table.GAP);
        boolean regular = lines.stream().allMatch(line -> line.length == columns.size());
        if (!regular || all.fits(room)) {
            return all;
        }
        Fitted<T> left = withoutEmpty(all);
        while (!left.fits(room)) {
            Fitted<T> shortened = new Fitting<>(left, room).shortened();
            int last = dispensable(left.columns);
            if (shortened.fits(room) || last < 0) {
                return shortened;
            }
            left = left.without(last);
        }
        return left;
    }

    /** The last of them; -1: none is. */
    private static <T> int dispensable(List<Column<T>> columns) {
        int last = columns.size() - 1;
        while (last >= 0 && !columns.get(last).gives().place()) {
            last--;
        }
        return last;
    }

    private static <T> Fitted<T> withoutEmpty(Fitted<T> all) {
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < all.columns.size(); i++) {
            int column = i;
            boolean empty = all.lines.stream().skip(1).allMatch(line -> line[column].isEmpty());
            if (!empty || !all.columns.get(i).flexible()) {
                kept.add(i);
            }
        }
        return all.only(kept);
    }

    private static int width(int[] widths, int gap, int narrowest) {
        int all = 0;
        for (int column = 0; column < widths.length; column++) {
            boolean last = column == widths.length - 1;
            all += last ? widths[column] : Math.max(narrowest, widths[column] + gap);
        }
        return all;
    }

    private Fitted<T> shortened() {
        int[] widths = table.widths();
        int widest = widest(widths);
        while (width(widths, GAP, 0) > room && widest >= 0) {
            widths[widest]--;
            widest = widest(widths);
        }
        List<String[]> cut = new ArrayList<>();
        for (String[] line : table.lines) {
            String[] cells = new String[line.length];
            for (int column = 0; column < cells.length; column++) {
                cells[column] = cut(line[column], widths[column]);
            }
            cut.add(cells);
        }
        return new Fitted<>(table.columns, cut, GAP);
    }

    /** Of those that can give something; -1: none can. */
    private int widest(int[] widths) {
        int widest = -1;
        for (int column = 0; column < widths.length; column++) {
            Column<T> of = table.columns.get(column);
            boolean gives = widths[column] > of.gives().least();
            if (gives && (widest < 0 || widths[column] > widths[widest])) {
                widest = column;
            }
        }
        return widest;
    }

    /** A quoted text keeps its quote at the end. */
    private static String cut(String cell, int width) {
        if (Table.Width.COLUMNS.of(cell) <= width) {
            return cell;
        }
        String end = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"") ? CUT + "\"" : CUT;
        int room = width - end.length();
        int at = 0;
        while (at < cell.length()) {
            int point = cell.codePointAt(at);
            room -= DisplayWidth.of(point);
            if (room < 0) {
                break;
            }
            at += Character.charCount(point);
        }
        return cell.substring(0, at) + end;
    }
}

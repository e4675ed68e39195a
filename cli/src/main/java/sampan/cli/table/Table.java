package sampan.cli.table;

import java.util.ArrayList;
import java.util.List;

/** Columns lined up with spaces, three between them, none narrower than ten; the last one ends where its text ends. */
final class Table {
    private static final int NARROWEST = 10;
    private static final int GAP = 3;

    private final List<List<String>> rows = new ArrayList<>();

    /** Cells are separated by tabs. */
    void add(String row) {
        rows.add(List.of(row.split("\t", -1)));
    }

    @Override
    public String toString() {
        List<Integer> widths = widths();
        StringBuilder text = new StringBuilder();
        for (List<String> cells : rows) {
            for (int column = 0; column < cells.size() - 1; column++) {
                String cell = cells.get(column);
                text.append(cell).repeat(' ', widths.get(column) - length(cell));
            }
            text.append(cells.getLast()).append('\n');
        }
        return text.toString();
    }

    private List<Integer> widths() {
        List<Integer> widths = new ArrayList<>();
        for (List<String> cells : rows) {
            for (int column = 0; column < cells.size() - 1; column++) {
                int width = Math.max(NARROWEST, length(cells.get(column)) + GAP);
                if (column == widths.size()) {
                    widths.add(width);
                } else {
                    widths.set(column, Math.max(width, widths.get(column)));
                }
            }
        }
        return widths;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}

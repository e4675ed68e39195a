package sampan.cli.screen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;

/** What is chosen on the screen: order, filter, row, and which page is open. Keys change it. */
final class View {
    /** What is shown. */
    enum Mode {
        TABLE,
        FILTER,
        HELP,
        LOGS
    }

    /** What a key asks for beside a change of the view. */
    enum Request {
        NOTHING,
        QUIT,
        SHELL
    }

    private SortKey sort = SortKey.CPU;
    private boolean reversed;
    private boolean all;
    private String filter = "";
    private Mode mode = Mode.TABLE;
    private String selected = "";
    private List<Row> rows = List.of();
    private int page = 10;
    private int logsUp;

    SortKey sort() {
        return sort;
    }

    boolean isReversed() {
        return reversed;
    }

    boolean showsAll() {
        return all;
    }

    String filter() {
        return filter;
    }

    Mode mode() {
        return mode;
    }

    /** How many lines above the end of the log the window ends. */
    int logsUp() {
        return logsUp;
    }

    List<Row> rows() {
        return rows;
    }

    int selectedIndex() {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).id().equals(selected)) {
                return i;
            }
        }
        return 0;
    }

    Optional<Row> selected() {
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.get(selectedIndex()));
    }

    /** How many rows fit on the screen. */
    void page(int visible) {
        page = Math.max(1, visible);
    }

    /** What there is now; the selection stays with its container. */
    void show(List<Row> known) {
        int before = selectedIndex();
        Comparator<Row> order = reversed ? sort.order().reversed() : sort.order();
        String wanted = filter.toLowerCase(Locale.ROOT);
        rows = known.stream()
                .filter(row -> all || row.runs())
                .filter(row -> (row.name() + " " + row.image() + " " + row.id())
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted))
                .sorted(order)
                .toList();
        if (rows.stream().noneMatch(row -> row.id().equals(selected))) {
            select(before);
        }
    }

    private void select(int index) {
        selected = rows.isEmpty()
                ? ""
                : rows.get(Math.clamp(index, 0, rows.size() - 1)).id();
    }

    Request press(Key key) {
        if (key.equals(Key.INTERRUPT)) {
            return Request.QUIT;
        }
        return switch (mode) {
            case TABLE -> table(key);
            case FILTER -> filter(key);
            case HELP -> help();
            case LOGS -> logs(key);
        };
    }

    private Request help() {
        mode = Mode.TABLE;
        return Request.NOTHING;
    }

    private Request filter(Key key) {
        if (key.equals(Key.ENTER)) {
            mode = Mode.TABLE;
        } else if (key.equals(Key.ESCAPE)) {
            filter = "";
            mode = Mode.TABLE;
        } else if (key.equals(Key.BACKSPACE)) {
            filter = filter.isEmpty() ? "" : filter.substring(0, filter.offsetByCodePoints(filter.length(), -1));
        } else if (key.isText()) {
            filter += key.name();
        }
        return Request.NOTHING;
    }

    private Request logs(Key key) {
        int before = logsUp;
        if (!move(key, -1, step -> logsUp = Math.max(0, before + step))) {
            mode = Mode.TABLE;
        }
        return Request.NOTHING;
    }

    /** Does what a key of movement says; false: it is none. */
    private boolean move(Key key, int sign, IntConsumer to) {
        List<Key> keys = new ArrayList<>(List.of(Key.UP, Key.DOWN, Key.PAGE_UP, Key.PAGE_DOWN, Key.HOME, Key.END));
        int found = keys.indexOf(key);
        int far = 1 << 20;
        int[] steps = {-1, 1, -page, page, -far, far};
        if (found >= 0) {
            to.accept(sign * steps[found]);
        }
        return found >= 0;
    }

    private Request table(Key key) {
        int at = selectedIndex();
        if (move(key, 1, step -> select(at + step))) {
            return Request.NOTHING;
        }
        return switch (key.name()) {
            case "q" -> Request.QUIT;
            case "e" -> selected().filter(Row::runs).isPresent() ? Request.SHELL : Request.NOTHING;
            default -> {
                change(key.name());
                yield Request.NOTHING;
            }
        };
    }

    private void change(String key) {
        switch (key) {
            case "k" -> select(selectedIndex() - 1);
            case "j" -> select(selectedIndex() + 1);
            case "s" -> sort = sort.next();
            case "r" -> reversed = !reversed;
            case "a" -> all = !all;
            case "/" -> mode = Mode.FILTER;
            case "h", "?" -> mode = Mode.HELP;
            case "l", "enter" -> openLogs();
            case "escape" -> filter = "";
            default -> sortBy(key);
        }
    }

    private void openLogs() {
        if (!rows.isEmpty()) {
            logsUp = 0;
            mode = Mode.LOGS;
        }
    }

    private void sortBy(String key) {
        for (SortKey candidate : SortKey.values()) {
            if (candidate.key().equals(key)) {
                sort = candidate;
            }
        }
    }
}

package sampan.cli.screen;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Makes the lines of a screen. */
final class Page {
    /** Lines that are no rows of the table: title, two bars, a blank one, the header, and the keys. */
    private static final int AROUND = 6;

    private static final int WIDE = 110;
    private static final int FIXED = 64;
    private static final int BAR = 24;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final Paint paint;
    private final int rows;
    private final int columns;

    Page(Paint paint, int rows, int columns) {
        this.paint = paint;
        this.rows = rows;
        this.columns = columns;
    }

    /** The machine under the containers. */
    record Machine(String name, int processors, long memory) {}

    int visible() {
        return Math.max(1, rows - AROUND);
    }

    List<String> table(View view, Machine machine, LocalTime now) {
        List<String> lines = new ArrayList<>(head(view, machine, now));
        lines.add("");
        lines.add(header(view));
        int first = Math.max(0, view.selectedIndex() - visible() + 1);
        for (int i = first; i < Math.min(view.rows().size(), first + visible()); i++) {
            lines.add(row(view.rows().get(i), i == view.selectedIndex()));
        }
        if (view.rows().isEmpty()) {
            lines.add(paint.dim(Cell.cut(empty(view), columns)));
        }
        while (lines.size() < rows - 1) {
            lines.add("");
        }
        lines.add(foot(view));
        return lines;
    }

    private static String empty(View view) {
        return view.filter().isEmpty()
                ? "  no container runs; a shows all, sampan run starts one"
                : "  no container fits \"" + view.filter() + "\"; Esc shows all";
    }

    private List<String> head(View view, Machine machine, LocalTime now) {
        double cpu = view.rows().stream()
                .mapToDouble(row -> row.usage().cpuPercent())
                .sum();
        long memory =
                view.rows().stream().mapToLong(row -> row.usage().memory()).sum();
        long running = view.rows().stream().filter(Row::runs).count();
        String title = " sampan top  " + machine.name() + "  " + running + " running"
                + (view.showsAll() ? " of " + view.rows().size() : "");
        String clock = CLOCK.format(now) + " ";
        int room = Math.max(0, columns - clock.length());
        double cpuPart = cpu / 100 / machine.processors();
        double memoryPart = (double) memory / machine.memory();
        int bar = Math.min(BAR, Math.max(4, columns - 40));
        return List.of(
                paint.reverse(Cell.left(title, room) + Cell.cut(clock, columns - room)),
                " cpu " + paint.bar(cpuPart, bar) + " "
                        + Cell.cut(Cell.percent(cpu) + "% of " + machine.processors() + "00%", columns - bar - 6),
                " mem " + paint.bar(memoryPart, bar) + " "
                        + Cell.cut(
                                Cell.bytes((double) memory) + " of " + Cell.bytes((double) machine.memory()),
                                columns - bar - 6));
    }

    private int nameWidth() {
        int left = columns - FIXED;
        return columns >= WIDE ? Math.min(32, left - 40) : Math.max(6, left);
    }

    private int imageWidth() {
        return columns >= WIDE ? columns - FIXED - nameWidth() - 1 : 0;
    }

    private String header(View view) {
        String line = title(view, SortKey.NAME, "NAME", -nameWidth())
                + title(view, SortKey.CPU, "CPU%", 7)
                + " " + Cell.left("", 10)
                + title(view, SortKey.MEMORY, "MEM", 8)
                + Cell.right("MEM%", 6)
                + title(view, SortKey.NETWORK, "NET in/out", 14)
                + title(view, SortKey.DISK, "DISK r/w", 13)
                + title(view, SortKey.PIDS, "PIDS", 5);
        String image = imageWidth() > 0 ? " " + Cell.left("IMAGE", imageWidth()) : "";
        return paint.bold(Cell.cut(line + image, columns));
    }

    /** @param width negative: to the left */
    private String title(View view, SortKey key, String text, int width) {
        String mark = view.sort() == key ? view.isReversed() ? paint.up() : paint.down() : "";
        return width < 0 ? Cell.left(text + mark, -width) : Cell.right(mark + text, width);
    }

    private String row(Row row, boolean selected) {
        String name = Cell.left(row.name(), nameWidth());
        String image = imageWidth() > 0 ? " " + Cell.left(row.image(), imageWidth()) : "";
        if (!row.runs()) {
            String line = Cell.left(name + "  " + row.status(), columns - image.length()) + image;
            return selected ? paint.reverse(line) : paint.dim(line);
        }
        String cpu = Cell.right(Cell.percent(row.usage().cpuPercent()), 7);
        String rest = Cell.right(Cell.bytes((double) row.usage().memory()), 8)
                + Cell.right(Cell.percent(row.usage().memoryPercent()), 6)
                + Cell.right(pair(row.rates().received(), row.rates().sent()), 14)
                + Cell.right(pair(row.rates().read(), row.rates().written()), 13)
                + Cell.right(String.valueOf(row.usage().tasks()), 5);
        String graph = graph(row.cpu());
        int room = Math.max(0, columns - name.length() - cpu.length() - graph.length() - 1);
        return selected
                ? paint.reverse(Cell.left(name + cpu + " " + graph + rest + image, columns))
                : name + paint.heat(row.usage().cpuPercent() / 100, cpu) + " " + paint.green(graph)
                        + Cell.cut(rest, room) + paint.cyan(Cell.cut(image, Math.max(0, room - rest.length())));
    }

    private static String pair(double in, double out) {
        return Cell.bytes(in) + "/" + Cell.bytes(out);
    }

    /** Of one processor, or of the most that it had when that is more. */
    private String graph(List<Double> history) {
        double most = Math.max(100, history.stream().mapToDouble(d -> d).max().orElse(0));
        StringBuilder graph = new StringBuilder();
        List<Double> shown = history.subList(Math.max(0, history.size() - 10), history.size());
        shown.forEach(percent -> graph.append(paint.level(percent / most)));
        return " ".repeat(10 - shown.size()) + graph;
    }

    private String foot(View view) {
        if (view.mode() == View.Mode.FILTER) {
            return Cell.cut(" filter: " + view.filter() + "_   (Enter keeps it, Esc clears it)", columns);
        }
        String filter = view.filter().isEmpty() ? "" : "  [" + view.filter() + "]";
        return paint.dim(Cell.cut(" q quit  s sort  / filter  a all  l logs  e shell  h help" + filter, columns));
    }

    /** @param text lines of a log, the newest last */
    List<String> logs(View view, List<String> text) {
        String name = view.selected().map(Row::name).orElse("");
        int room = Math.max(1, rows - 2);
        int end = Math.clamp(text.size() - (long) view.logsUp(), Math.min(room, text.size()), text.size());
        List<String> lines = new ArrayList<>();
        lines.add(paint.reverse(Cell.left(" logs of " + name, columns)));
        text.subList(Math.max(0, end - room), end).forEach(line -> lines.add(Cell.cut(line, columns)));
        while (lines.size() < rows - 1) {
            lines.add("");
        }
        lines.add(paint.dim(Cell.cut(" arrows and pages scroll, any other key goes back", columns)));
        return lines;
    }

    List<String> help() {
        List<String> lines = new ArrayList<>(List.of(
                paint.reverse(Cell.left(" sampan top: keys", columns)),
                "",
                "  arrows, j k     choose a container",
                "  c m t i p n     sort by cpu, memory, traffic, disk i/o, pids, name",
                "  s  r            sort by the next column; the other way round",
                "  /               show those whose name, image or id has what you type",
                "  a               show those that do not run, too",
                "  l, Enter        its log",
                "  e               a shell in it; exit comes back here",
                "  q, Ctrl-C       quit",
                "",
                "  CPU% is of one processor; its graph has the last ten looks.",
                "  MEM is without the page cache that could go; MEM% is of its limit.",
                "  NET and DISK are bytes a second, both ways.",
                "",
                "  sampan top CONTAINER lists a container's processes."));
        lines.replaceAll(line -> line.startsWith("\033") ? line : Cell.cut(line, columns));
        while (lines.size() < rows - 1) {
            lines.add("");
        }
        lines.add(paint.dim(Cell.cut(" any key goes back", columns)));
        return lines.subList(0, Math.min(rows, lines.size()));
    }
}

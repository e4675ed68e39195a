package sampan.bench;

import java.util.ArrayList;
import java.util.List;

/** Rows of one kind of work, as a table in Markdown. */
final class Table {
    private final String title;
    private final List<String> lines = new ArrayList<>();

    Table(String title) {
        this.title = title;
    }

    /** One measured pair and the goal for its ratio. */
    record Row(String workload, String ours, String theirs, Statistics.Ratio ratio, Goal goal) {
        private String verdict() {
            if (goal instanceof Goal.None) {
                return "";
            }
            return goal.missedBy(ratio.value()) ? "missed" : "met";
        }

        private String line() {
            return String.join(" | ", "| " + workload, ours, theirs, ratio.toString(), goal.text(), verdict() + " |");
        }
    }

    /** Prints at once, too: a long run shows how far it is. */
    void add(Row row) {
        lines.add(row.line());
        System.err.println(row.line());
    }

    /** Times in milliseconds. */
    void milliseconds(String workload, List<Double> ours, List<Double> theirs, Goal goal) {
        add(new Row(workload, milliseconds(ours), milliseconds(theirs), Statistics.ratio(ours, theirs), goal));
    }

    private static String milliseconds(List<Double> times) {
        double median = Statistics.median(times);
        if (median < 1) {
            return "%.0f µs".formatted(median * 1000);
        }
        return (median < 100 ? "%.2f ms" : "%.0f ms").formatted(median);
    }

    /** Counts in a second: more is better. */
    void rates(String workload, List<Double> ours, List<Double> theirs, Goal goal) {
        add(new Row(workload, rate(ours), rate(theirs), Statistics.ratio(ours, theirs), goal));
    }

    private static String rate(List<Double> rates) {
        double median = Statistics.median(rates);
        return (median < 20 ? "%.1f/s" : "%.0f/s").formatted(median);
    }

    /** Measured once: a ratio without an interval. */
    void once(String workload, double ours, double theirs, String unit, Goal goal) {
        double ratio = ours / theirs;
        add(new Row(
                workload,
                "%.0f %s".formatted(ours, unit),
                "%.0f %s".formatted(theirs, unit),
                new Statistics.Ratio(ratio, ratio, ratio),
                goal));
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    @Override
    public String toString() {
        return "## " + title + "\n\n| workload | sampan | peer | ratio (95 %) | goal | |\n|---|--:|--:|--:|--:|---|\n"
                + String.join("\n", lines) + "\n";
    }
}

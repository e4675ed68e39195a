package sampan.bench;

import java.util.ArrayList;
import java.util.List;

/** The result, as a table in Markdown. */
final class Table {
    private final List<String> lines = new ArrayList<>(
            List.of("| workload | sampan | peer | ratio (95 %) | goal | |", "|---|--:|--:|--:|--:|---|"));
    private int missed;

    /** One measured pair and the goal for its ratio. */
    record Row(String workload, String ours, String theirs, Statistics.Ratio ratio, double goal, boolean lessIsBetter) {
        boolean met() {
            return lessIsBetter ? ratio.value() <= goal : ratio.value() >= goal;
        }
    }

    /** Prints at once, too: a long run shows how far it is. */
    void add(Row row) {
        missed += row.met() ? 0 : 1;
        String line = "| %s | %s | %s | %s | %s %s | %s |"
                .formatted(
                        row.workload(),
                        row.ours(),
                        row.theirs(),
                        row.ratio(),
                        row.lessIsBetter() ? "≤" : "≥",
                        trimmed(row.goal()),
                        row.met() ? "met" : "missed");
        lines.add(line);
        System.err.println(line);
    }

    private static String trimmed(double goal) {
        return goal == Math.rint(goal) ? Long.toString((long) goal) : Double.toString(goal);
    }

    int missed() {
        return missed;
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}

package sampan.cli.screen;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** By what the table is in order; the largest first, names from A on. */
enum SortKey {
    CPU("c"),
    MEMORY("m"),
    NETWORK("t"),
    DISK("i"),
    PIDS("p"),
    NAME("n");

    private final String key;

    SortKey(String key) {
        this.key = key;
    }

    /** What one types for it. */
    String key() {
        return key;
    }

    Comparator<Row> order() {
        Comparator<Row> byName = Comparator.comparing(Row::name);
        return switch (this) {
            case CPU -> largest(row -> row.usage().cpuPercent()).thenComparing(byName);
            case MEMORY -> largest(row -> (double) row.usage().memory()).thenComparing(byName);
            case NETWORK -> largest(row -> row.rates().network()).thenComparing(byName);
            case DISK -> largest(row -> row.rates().disk()).thenComparing(byName);
            case PIDS -> largest(row -> (double) row.usage().tasks()).thenComparing(byName);
            case NAME -> byName;
        };
    }

    private static Comparator<Row> largest(ToDoubleFunction<Row> figure) {
        return Comparator.comparingDouble(figure).reversed();
    }

    SortKey next() {
        List<SortKey> all = List.of(values());
        return all.get((all.indexOf(this) + 1) % all.size());
    }
}

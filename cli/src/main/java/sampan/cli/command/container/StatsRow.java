package sampan.cli.command.container;

import java.util.List;
import java.util.Locale;
import sampan.cli.ink.Ink;
import sampan.cli.table.Column;
import sampan.cli.table.Listing;
import sampan.cli.table.Sizes;
import sampan.core.container.Container;
import sampan.core.stats.Usage;

/**
 * One container in {@code stats}.
 *
 * @param asked what it was called on the command line
 */
record StatsRow(String asked, String id, String name, Usage usage) {
    private static final int SHORT_ID = 12;

    static StatsRow of(String asked, Container container) {
        return new StatsRow(asked, container.id(), container.name(), Usage.NONE);
    }

    StatsRow using(Usage now) {
        return new StatsRow(asked, id, name, now);
    }

    static Listing<StatsRow> listing(boolean full) {
        return new Listing<StatsRow>(
                        List.of(
                                new Column<>(
                                        "BlockIO", "BLOCK I/O", row -> pair(row.usage.read(), row.usage.written())),
                                new Column<>("CPUPerc", "CPU %", row -> percent(row.usage.cpuPercent())),
                                new Column<>("Container", "CONTAINER", StatsRow::asked),
                                new Column<>(
                                        "ID", "CONTAINER ID", row -> full ? row.id : row.id.substring(0, SHORT_ID)),
                                new Column<>("MemPerc", "MEM %", row -> percent(row.usage.memoryPercent())),
                                new Column<>("MemUsage", "MEM USAGE / LIMIT", StatsRow::memory),
                                new Column<>("Name", "NAME", StatsRow::name)
                                        .inked(_ -> Ink.WORD)
                                        .shrinking(),
                                new Column<>("NetIO", "NET I/O", StatsRow::network),
                                new Column<>("PIDs", "PIDS", row -> String.valueOf(row.usage.tasks()))),
                        List.of("ID", "Name", "CPUPerc", "MemUsage", "MemPerc", "NetIO", "BlockIO", "PIDs"))
                .typed("container.statsContext");
    }

    private String memory() {
        return Sizes.binary(usage.memory()) + " / " + Sizes.binary(usage.memoryLimit());
    }

    private String network() {
        return pair(usage.network().received(), usage.network().sent());
    }

    private static String pair(long in, long out) {
        return Sizes.decimal(in) + " / " + Sizes.decimal(out);
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f%%", value);
    }
}

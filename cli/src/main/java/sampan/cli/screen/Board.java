package sampan.cli.screen;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import sampan.core.Engine;
import sampan.core.container.Container;
import sampan.core.container.list.ContainerSummary;
import sampan.core.error.EngineException;
import sampan.core.log.LogOptions;
import sampan.core.stats.Usage;
import sampan.core.stats.Watch;
import sampan.kernel.process.Host;

/** What an engine's containers do, look by look. For one thread. */
final class Board implements AutoCloseable {
    private static final int REMEMBERED = 20;
    private static final int LOG_LINES = 1000;

    private final Engine engine;
    private final Watch watch = new Watch();
    private final Map<String, Deque<Double>> history = new HashMap<>();
    private Map<String, Usage> last = Map.of();
    private long lastLook;

    Board(Engine engine) {
        this.engine = engine;
    }

    Page.Machine machine() throws IOException {
        Host host = Host.read();
        return new Page.Machine(host.name(), host.processors(), host.memory());
    }

    List<Row> look() throws InterruptedException {
        List<Container> containers = engine.containers().list();
        Map<String, Usage> now = watch.look(containers);
        long at = System.nanoTime();
        double seconds = (double) (at - lastLook) / Duration.ofSeconds(1).toNanos();
        List<Row> rows = new ArrayList<>();
        for (Container container : containers) {
            rows.add(row(container, now, seconds));
        }
        history.keySet().retainAll(now.keySet());
        last = now;
        lastLook = at;
        return rows;
    }

    private Row row(Container container, Map<String, Usage> now, double seconds) {
        Usage usage = now.get(container.id());
        Usage before = last.get(container.id());
        Deque<Double> past = history.computeIfAbsent(container.id(), _ -> new ArrayDeque<>());
        if (usage != null) {
            past.addLast(usage.cpuPercent());
            while (past.size() > REMEMBERED) {
                past.removeFirst();
            }
        }
        return new Row(
                container.id(),
                container.name(),
                container.config().image(),
                ContainerSummary.status(container, Instant.now()),
                usage != null,
                usage == null ? Usage.NONE : usage,
                usage == null || before == null ? Row.Rates.NONE : Row.Rates.between(before, usage, seconds),
                List.copyOf(past));
    }

    /** The last lines of a container's log, or why there are none. */
    List<String> log(String container) {
        StringBuilder text = new StringBuilder();
        try {
            LogOptions options = new LogOptions(
                    true, true, OptionalLong.of(LOG_LINES), LogOptions.ALL.since(), LogOptions.ALL.until(), false);
            engine.containers()
                    .find(container)
                    .logs(options, entry -> text.append(new String(entry.bytes(), StandardCharsets.UTF_8)));
        } catch (EngineException failed) {
            text.append(failed.getMessage());
        }
        return text.toString().lines().toList();
    }

    @Override
    public void close() {
        watch.close();
    }
}

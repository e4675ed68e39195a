package sampan.core.timing;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** How long an engine's actions took, and how its health checks went. */
public final class Timings {
    /** What dockerd measures, in its words. */
    public enum Action {
        CHANGES(Kind.CONTAINER),
        COMMIT(Kind.CONTAINER),
        CREATE(Kind.CONTAINER),
        DELETE(Kind.CONTAINER),
        START(Kind.CONTAINER),
        ALLOCATE(Kind.NETWORK),
        CONNECT(Kind.NETWORK),
        RELEASE(Kind.NETWORK),
        SYSTEM_INFO(Kind.HOST),
        SYSTEM_VERSION(Kind.HOST);

        private final Kind kind;

        Action(Kind kind) {
            this.kind = kind;
        }

        /** {@code system_info}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What actions are of. */
    public enum Kind {
        CONTAINER,
        NETWORK,
        HOST
    }

    private final Map<Action, Histogram> all = new EnumMap<>(Action.class);
    private final LongAdder checks = new LongAdder();
    private final LongAdder failedChecks = new LongAdder();

    public Timings() {
        for (Action action : Action.values()) {
            all.put(action, new Histogram());
        }
    }

    /** From now until it is closed. */
    public Span begin(Action action) {
        return new Span(Objects.requireNonNull(all.get(action)), System.nanoTime());
    }

    /** What is being measured. */
    public record Span(Histogram histogram, long start) implements AutoCloseable {
        @Override
        public void close() {
            histogram.add(System.nanoTime() - start);
        }
    }

    public void healthCheck(boolean failed) {
        checks.increment();
        if (failed) {
            failedChecks.increment();
        }
    }

    public long healthChecks() {
        return checks.sum();
    }

    public long failedHealthChecks() {
        return failedChecks.sum();
    }

    /** Of a kind, by the actions' words. */
    public Map<String, Histogram> of(Kind kind) {
        Map<String, Histogram> found = new TreeMap<>();
        all.forEach((action, histogram) -> {
            if (action.kind == kind) {
                found.put(action.word(), histogram);
            }
        });
        return found;
    }
}

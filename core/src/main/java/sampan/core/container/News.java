package sampan.core.container;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import sampan.core.container.state.ContainerRecord;
import sampan.core.event.Action;
import sampan.core.event.EventType;
import sampan.core.event.Publisher;
import sampan.core.event.Subject;
import sampan.core.monitor.Exit;

/** Tells the journal what happens to one container. */
final class News {
    private final Publisher publisher;
    private final Supplier<ContainerRecord> record;
    /** A monitor tells an engine that adopts its container again what has happened: that is no news. */
    private volatile boolean starting;

    private volatile Predicate<String> endTold = _ -> false;

    News(Publisher publisher, Supplier<ContainerRecord> record) {
        this.publisher = publisher;
        this.record = record;
    }

    void tell(Action action) {
        tell(action, Map.of());
    }

    void tell(Action action, Map<String, String> more) {
        publisher.publish(subject(), action, more);
    }

    private Subject subject() {
        ContainerRecord now = record.get();
        Map<String, String> attributes = new HashMap<>(now.config().labels());
        attributes.put("image", now.config().image());
        attributes.put("name", now.name());
        return new Subject(EventType.CONTAINER, now.id(), attributes);
    }

    /** @param told whether its end is no news either */
    void adopting(Predicate<String> told) {
        endTold = told;
    }

    /** The next {@link #running} is a start. */
    void starting() {
        endTold = _ -> false;
        starting = true;
    }

    void running() {
        endTold = _ -> false;
        if (starting) {
            starting = false;
            tell(Action.START);
        }
    }

    void ended(Exit exit) {
        if (endTold.test(record.get().id())) {
            return;
        }
        if (exit.oomKilled()) {
            tell(Action.OOM);
        }
        long seconds = Duration.between(exit.startedAt(), exit.finishedAt()).toSeconds();
        tell(
                Action.DIE,
                Map.of("exitCode", String.valueOf(exit.code()), "execDuration", String.valueOf(Math.max(0, seconds))));
    }
}

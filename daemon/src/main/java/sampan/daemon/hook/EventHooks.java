package sampan.daemon.hook;

import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.event.Event;
import sampan.core.event.Journal;
import sampan.core.event.Subscription;

/** Delivers events to hooks: each hook hears its own in their order, and a slow one holds up nobody else. What cannot be delivered goes to a file of dead letters. */
public final class EventHooks implements Closeable {
    private static final Logger LOG = System.getLogger(EventHooks.class.getName());
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Journal events;
    private final DeadLetters letters;
    private List<Listener> listeners = List.of();

    /** @param dataRoot where dead letters are kept */
    public EventHooks(Journal events, Path dataRoot) {
        this.events = events;
        this.letters = new DeadLetters(dataRoot.resolve("event-hooks.dead"));
    }

    private record Listener(EventHook hook, Thread thread) {}

    /** From now on these. One that was there before goes on where it is, and misses nothing. */
    public synchronized void change(List<EventHook> wanted) {
        List<EventHook> fresh = new ArrayList<>(wanted);
        List<Listener> now = new ArrayList<>();
        for (Listener listener : listeners) {
            if (fresh.remove(listener.hook())) {
                now.add(listener);
            } else {
                listener.thread().interrupt();
            }
        }
        fresh.forEach(hook -> now.add(listen(hook)));
        listeners = now;
    }

    private Listener listen(EventHook hook) {
        Subscription subscription = events.subscribe(hook.filter(), Optional.empty(), Optional.empty());
        return new Listener(
                hook, Thread.ofPlatform().daemon().name("event-hook").start(() -> deliver(hook, subscription)));
    }

    private void deliver(EventHook hook, Subscription subscription) {
        try {
            while (true) {
                Optional<Event> event = subscription.next();
                if (event.isEmpty()) {
                    return;
                }
                deliver(hook, event.get());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(EventHook hook, Event event) throws InterruptedException {
        try {
            attempt(hook, event);
        } catch (InterruptedException given) {
            letters.add(hook, event, "given up: the engine ends, or the hook is there no more", Instant.now());
            throw given;
        }
    }

    private void attempt(EventHook hook, Event event) throws InterruptedException {
        byte[] json = event.json().toString().getBytes(StandardCharsets.UTF_8);
        Duration pause = FIRST_PAUSE;
        for (int attempt = 1; ; attempt++) {
            try {
                Delivery.of(hook).send(json);
                return;
            } catch (IOException failed) {
                if (attempt == hook.attempts()) {
                    LOG.log(Level.WARNING, "an event is not delivered: " + failed.getMessage());
                    letters.add(hook, event, String.valueOf(failed.getMessage()), Instant.now());
                    return;
                }
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** What is under way is given up. */
    @Override
    public void close() {
        change(List.of());
    }
}

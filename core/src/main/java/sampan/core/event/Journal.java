package sampan.core.event;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import sampan.kernel.Fd;

/** All events of an engine, in one order. Publishing never waits for a listener, and no listener for the file: the disk may be busy. */
public final class Journal implements Publisher, AutoCloseable {
    /** How many are in memory. */
    private static final int KEPT = 8192;

    /** More than usually listen: each takes a publisher's time. */
    private static final int TOLD_AT_ONCE = 8;

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final InstantSource clock;
    private final JournalFile file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition more = lock.newCondition();
    /** For the file; held without the other one. */
    private final ReentrantLock writing = new ReentrantLock();

    private final Event[] ring = new Event[KEPT];
    /** Told, and not yet in the file. */
    private final Queue<Line> unwritten = new ConcurrentLinkedQueue<>();

    /** Who has heard everything and waits for more. */
    private final Set<Subscription> waiting = new LinkedHashSet<>();

    private long published;
    private long lastNanos;
    private boolean closed;

    /** @param folder where the files are; stays the caller's */
    public Journal(Fd folder, InstantSource clock) {
        this.file = new JournalFile(folder);
        this.clock = clock;
    }

    @Override
    public void publish(Subject subject, Action action, Map<String, String> known) {
        SortedMap<String, String> attributes = new TreeMap<>(subject.attributes());
        attributes.putAll(known);
        // Made before its turn: under the lock all other events wait.
        Event made = new Event(subject.type(), action.text(), subject.id(), attributes, Instant.EPOCH);
        String beginning = made.beginning();
        lock.lock();
        try {
            lastNanos = Math.max(lastNanos + 1, Event.nanos(clock.instant()));
            Event event = made.at(Event.instant(lastNanos));
            ring[(int) (published % KEPT)] = event;
            published++;
            unwritten.add(new Line(event, beginning));
            tell(event);
        } finally {
            lock.unlock();
        }
        write();
    }

    /** Those who wait and take it at once are spared the waking; one whom an earlier event has woken takes this one himself. */
    private void tell(Event event) {
        boolean all = waiting.size() <= TOLD_AT_ONCE;
        Iterator<Subscription> listeners = waiting.iterator();
        for (int i = 0; i < TOLD_AT_ONCE && listeners.hasNext(); i++) {
            Subscription listener = listeners.next();
            all &= listener.number() == published - 1 && listener.hear(event);
        }
        if (!all) {
            more.signalAll();
        }
    }

    private record Line(Event event, String beginning) {}

    /** Whatever has been told by now is in the file when this returns. */
    private void write() {
        writing.lock();
        try {
            for (Line line = unwritten.poll(); line != null; line = unwritten.poll()) {
                file.append(line.event(), line.beginning());
            }
        } finally {
            writing.unlock();
        }
    }

    /**
     * Hears events from now on.
     *
     * @param since also those that have been published since then
     * @param until not those after that; without {@code since}: all that is kept, too
     */
    public Subscription subscribe(EventFilter filter, Optional<Instant> since, Optional<Instant> until) {
        long next;
        long seen;
        lock.lock();
        try {
            next = published;
            seen = Math.max(lastNanos, Event.nanos(clock.instant()));
        } finally {
            lock.unlock();
        }
        List<Event> past = since.or(() -> until.map(_ -> Instant.EPOCH))
                .map(from -> between(Event.nanos(from), seen))
                .orElse(List.of());
        return new Subscription(this, filter, until, new Batch(next, past), seen);
    }

    /**
     * Events that follow one another.
     *
     * @param next number of the event behind them, counted from the engine's first
     */
    record Batch(long next, List<Event> events) {
        long first() {
            return next - events.size();
        }
    }

    /** Waits for the next event of this listener, until the deadline; it and those behind it, as far as they are in memory; none when the time is over. */
    Batch from(Subscription listener, Optional<Instant> deadline) throws InterruptedException {
        lock.lock();
        try {
            waiting.add(listener);
            while (published <= listener.number()) {
                long wait = nanosUntil(deadline);
                if (closed || wait <= 0) {
                    return new Batch(listener.number(), List.of());
                }
                boolean _ = more.await(wait, TimeUnit.NANOSECONDS);
            }
            List<Event> events = new ArrayList<>();
            for (long at = Math.max(listener.number(), oldest()); at < published; at++) {
                events.add(at(at));
            }
            return new Batch(published, events);
        } finally {
            waiting.remove(listener);
            lock.unlock();
        }
    }

    /** The events of these times, both included, that are kept in memory or in files. */
    List<Event> between(long from, long to) {
        SortedMap<Long, Event> events = new TreeMap<>();
        long inMemory;
        lock.lock();
        try {
            inMemory = published == 0 ? Long.MAX_VALUE : at(oldest()).nanos();
            for (long at = oldest(); at < published; at++) {
                events.put(at(at).nanos(), at(at));
            }
        } finally {
            lock.unlock();
        }
        if (from < inMemory) {
            write();
            file.read(time -> time >= from && time < inMemory).forEach(event -> events.put(event.nanos(), event));
        }
        return to < from ? List.of() : List.copyOf(events.subMap(from, to + 1).values());
    }

    private long oldest() {
        return Math.max(0, published - KEPT);
    }

    private Event at(long number) {
        return ring[(int) (number % KEPT)];
    }

    private long nanosUntil(Optional<Instant> deadline) {
        return deadline.map(end -> Duration.between(clock.instant(), end))
                .filter(left -> left.compareTo(LONGEST_WAIT) < 0)
                .orElse(LONGEST_WAIT)
                .toNanos();
    }

    /** The last life-changing action of each container in what earlier engines wrote. */
    public Map<String, String> lastActions() {
        Map<String, String> last = new HashMap<>();
        for (Event event : file.read(_ -> true)) {
            if (event.type() == EventType.CONTAINER
                    && (event.action().equals(Action.START.text())
                            || event.action().equals(Action.DIE.text()))) {
                last.put(event.actor(), event.action());
            }
        }
        return last;
    }

    /** How many this engine has published. */
    public long count() {
        lock.lock();
        try {
            return published;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody hears anything more. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            more.signalAll();
        } finally {
            lock.unlock();
        }
        write();
        writing.lock();
        try {
            file.close();
        } finally {
            writing.unlock();
        }
    }
}

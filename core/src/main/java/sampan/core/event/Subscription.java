package sampan.core.event;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;

/** One listener's place in a journal. It costs nothing while nobody asks it, and need not be closed. For one thread. */
public final class Subscription {
    private final Journal journal;
    private final EventFilter filter;
    private final Optional<Instant> until;
    private final Deque<Event> ready = new ArrayDeque<>();
    private long next;
    private long heard;
    /** Takes an event from whoever publishes it, or does not. */
    private Predicate<Event> ear = _ -> false;

    /** @param seen nanoseconds: the past goes up to here */
    Subscription(Journal journal, EventFilter filter, Optional<Instant> until, Journal.Batch past, long seen) {
        this.journal = journal;
        this.filter = filter;
        this.until = until;
        this.next = past.next();
        this.heard = seen;
        ready.addAll(past.events());
    }

    /** The next event that fits; waits for it. Empty: there will be none before the end of the time, or of the engine. */
    public Optional<Event> next() throws InterruptedException {
        while (true) {
            Event event = ready.isEmpty() ? null : ready.removeFirst();
            if (event == null) {
                if (!fill()) {
                    return Optional.empty();
                }
            } else if (until.filter(event.time()::isAfter).isPresent()) {
                return Optional.empty();
            } else {
                heard = event.nanos();
                if (filter.fits(event)) {
                    return Optional.of(event);
                }
            }
        }
    }

    /**
     * While {@link #next} waits, what comes is offered to this first, by the thread that publishes it and in order: what it takes {@link #next} does not return, and
     * nobody is woken for it.
     *
     * @param taker never waits, neither for the client nor for what a publisher may hold; false: not now
     */
    public void offerFirst(Predicate<Event> taker) {
        ear = taker;
    }

    /** Of the event that it waits for. */
    long number() {
        return next;
    }

    /** What a publisher has while {@link #next} waits, under the journal's lock. @return false: {@link #next} is to see to it */
    boolean hear(Event event) {
        if (until.filter(event.time()::isAfter).isPresent() || (filter.fits(event) && !ear.test(event))) {
            return false;
        }
        next++;
        heard = event.nanos();
        return true;
    }

    private boolean fill() throws InterruptedException {
        Journal.Batch batch = journal.from(this, until);
        if (batch.events().isEmpty()) {
            return false;
        }
        if (batch.first() > next) { // too slow for the memory: the files have what is missing
            ready.addAll(journal.between(heard + 1, batch.events().getFirst().nanos() - 1));
        }
        ready.addAll(batch.events());
        next = batch.next();
        return true;
    }
}

package sampan.api.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whose question is answered next when more are asked than processors can answer at once: that of the caller who had least of late. Who asks without end, on however
 * many connections, waits for himself; who asks now and then is next.
 *
 * <p>A caller's clock goes on by the time his turns take, and never falls behind that of the world. Whatever takes long, because it waits for something, does not
 * keep its turn. There is one turn more than any caller has: who comes second need not wait until one of the first one's is over.
 */
final class Turns {
    /** Nanoseconds after which a turn is over, whatever becomes of the work. */
    static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(50);
    /** Nanoseconds by which a clock may be ahead. */
    private static final long DEBT = TimeUnit.SECONDS.toNanos(1);

    /** Nanoseconds for which somebody who has asked is still there. */
    private static final long PRESENT = TimeUnit.SECONDS.toNanos(1);

    private static final int CALLERS = 1024;
    /** How many questions of one caller may wait for each of his turns before no more of his are read. */
    private static final int AHEAD = 2;

    private final int most;
    private final Consumer<Runnable> workers;
    private final LongSupplier now;
    private final List<Turn> waiting = new ArrayList<>();
    private final Set<Turn> taken = new HashSet<>();
    private final Map<Object, Clock> clocks = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Clock> eldest) {
            return size() > CALLERS;
        }
    };

    private @Nullable Object last;
    private long lastTime;
    /** Of whoever came before the last caller. */
    private long otherTime;

    /**
     * @param most turns of one caller at once
     * @param workers start work
     * @param now nanoseconds
     */
    Turns(int most, Consumer<Runnable> workers, LongSupplier now) {
        this.most = most;
        this.workers = workers;
        this.now = now;
        lastTime = now.getAsLong() - PRESENT;
        otherTime = lastTime;
    }

    private static final class Clock {
        private long time;
        private int taken;
        private int asked;
    }

    /** One question of a caller. */
    final class Turn {
        private final Clock clock;
        private final Consumer<Turn> work;
        private long begin;

        private Turn(Clock clock, Consumer<Turn> work) {
            this.clock = clock;
            this.work = work;
        }

        /** The next one may begin; does nothing the second time. */
        void end() {
            synchronized (Turns.this) {
                if (taken.remove(this)) {
                    long time = now.getAsLong();
                    clock.taken--;
                    clock.asked--;
                    clock.time = Math.min(Math.max(clock.time, begin) + (time - begin), time + DEBT);
                    next();
                }
            }
        }
    }

    /**
     * Works at it as soon as it is the caller's turn.
     *
     * @param caller told from others by {@code equals}
     * @param work ends its turn
     * @return whether it has to wait
     * @throws RejectedExecutionException nothing is worked at any more
     */
    synchronized boolean ask(Object caller, Consumer<Turn> work) {
        note(caller);
        Turn turn = new Turn(clock(caller), work);
        turn.clock.asked++;
        if (mayBegin(turn)) {
            begin(turn);
            return false;
        }
        waiting.add(turn);
        return true;
    }

    /** This caller wants something, also if it takes no turn. */
    synchronized void note(Object caller) {
        if (!caller.equals(last)) {
            otherTime = lastTime;
            last = caller;
        }
        lastTime = now.getAsLong();
    }

    /** Whether nobody but this caller has asked of late. */
    synchronized boolean isAlone(Object caller) {
        return now.getAsLong() - (caller.equals(last) ? otherTime : lastTime) >= PRESENT;
    }

    private Clock clock(Object caller) {
        return clocks.computeIfAbsent(caller, _ -> new Clock());
    }

    /** How many more of this caller's questions are worth reading now: what he has asked and has no answer to is enough to go on with when there are none. */
    synchronized int room(Object caller) {
        return Math.max(0, AHEAD * most - clock(caller).asked);
    }

    private boolean mayBegin(Turn turn) {
        return taken.size() <= most && turn.clock.taken < most;
    }

    private void begin(Turn turn) {
        turn.begin = now.getAsLong();
        turn.clock.taken++;
        taken.add(turn);
        workers.accept(() -> turn.work.accept(turn));
    }

    private void next() {
        Optional<Turn> first = first();
        while (first.isPresent()) {
            waiting.remove(first.get());
            try {
                begin(first.get());
            } catch (RejectedExecutionException closed) {
                waiting.clear();
                taken.clear();
            }
            first = first();
        }
    }

    private Optional<Turn> first() {
        return waiting.stream().filter(this::mayBegin).min(Comparator.comparingLong(turn -> turn.clock.time));
    }

    /**
     * Ends turns that are too long.
     *
     * @return whether somebody still waits
     */
    synchronized boolean hasten() {
        long time = now.getAsLong();
        List.copyOf(taken).stream().filter(turn -> time - turn.begin >= LONGEST).forEach(Turn::end);
        return !waiting.isEmpty();
    }
}

package sampan.api.http;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Connections that are not read for now, because their callers have asked enough: what a flood on many of them asks waits in the kernel, and not in the one loop that
 * reads everybody's. Who has waited longest is read next. While others ask, too, such a caller is read at its pace, and not as fast as answers can be made: what is left
 * of the processors is theirs, and their clients'. For the event loop.
 */
final class Backlog {
    /** The pace. And connections on which nothing comes do not keep the others of their caller from being read for longer than this. */
    private static final long STEP_MILLIS = 1;

    private final EventExecutor loop;
    private final ToIntFunction<Object> room;
    private final Predicate<Object> alone;
    private final Map<Object, Deque<Runnable>> waiting = new HashMap<>();
    private boolean looking;

    /**
     * @param room how many more questions of a caller may be read
     * @param alone whether nobody else has asked of late
     */
    Backlog(EventExecutor loop, ToIntFunction<Object> room, Predicate<Object> alone) {
        this.loop = loop;
        this.room = room;
        this.alone = alone;
    }

    /**
     * Reads the connection when there is room, and those of the same caller that wait already were read.
     *
     * @param read reads it
     */
    void read(Object caller, Runnable read) {
        if (waiting.containsKey(caller) || room.applyAsInt(caller) == 0) {
            waiting.computeIfAbsent(caller, _ -> new ArrayDeque<>()).add(read);
            if (alone.test(caller)) {
                readSome(caller);
            }
            lookAgain();
        } else {
            read.run();
        }
    }

    private void readSome(Object caller) {
        Deque<Runnable> own = waiting.get(caller);
        if (own == null) {
            return;
        }
        for (int left = room.applyAsInt(caller); left > 0 && !own.isEmpty(); left--) {
            own.remove().run();
        }
        if (own.isEmpty()) {
            waiting.remove(caller);
        }
    }

    private void lookAgain() {
        if (looking || waiting.isEmpty()) {
            return;
        }
        looking = true;
        try {
            var _ = loop.schedule(this::look, STEP_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            waiting.clear();
        }
    }

    private void look() {
        looking = false;
        List.copyOf(waiting.keySet()).forEach(this::readSome);
        lookAgain();
    }
}

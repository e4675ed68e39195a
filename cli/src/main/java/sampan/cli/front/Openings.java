package sampan.cli.front;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What a front has been asked to open, and what it has opened before anybody wants it: it answers in the order in which it was asked. */
final class Openings implements AutoCloseable {
    private final Queue<Wish> asked = new ArrayDeque<>();
    private final Map<Wish, FrontMessage> answered = new HashMap<>();

    /** @param path empty: descriptor number {@code flags} of those the front was started with, or -1: a pager */
    record Wish(String path, int flags, int mode) {}

    boolean knows(Wish wish) {
        return answered.containsKey(wish) || asked.contains(wish);
    }

    void add(Wish wish) {
        asked.add(wish);
    }

    /** Whether the front still owes answers. */
    boolean awaited() {
        return !asked.isEmpty();
    }

    /** The next answer. */
    void put(FrontMessage answer) {
        FrontMessage old = answered.put(asked.remove(), answer);
        if (old != null) {
            old.close();
        }
    }

    /** The answer, which belongs to the caller from now on; null: it has not come yet. */
    @Nullable
    FrontMessage take(Wish wish) {
        return answered.remove(wish);
    }

    @Override
    public void close() {
        for (FrontMessage answer : answered.values()) {
            answer.close();
        }
        answered.clear();
    }
}

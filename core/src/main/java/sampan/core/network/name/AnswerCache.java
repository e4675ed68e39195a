package sampan.core.network.name;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Answers that are still true; the ones that nobody has asked for longest make way. Safe for use by several threads. */
final class AnswerCache {
    private static final int MOST = 4096;

    private final LongSupplier nanos;
    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
            return size() > MOST;
        }
    };

    /** @param nanos a clock that only goes forward */
    AnswerCache(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** What one who asks differently, or others, may be answered differently. */
    private record Key(
            String name,
            int type,
            int klass,
            boolean extended,
            boolean secured,
            boolean unchecked,
            List<InetSocketAddress> servers) {
        static Key of(Query query, List<InetSocketAddress> servers) {
            return new Key(
                    query.name(),
                    query.type(),
                    query.klass(),
                    query.extended(),
                    query.secured(),
                    (query.flags() & Wire.CHECKING_DISABLED) != 0,
                    servers);
        }
    }

    private record Kept(Answer answer, long since) {}

    Optional<byte[]> find(Query query, List<InetSocketAddress> servers, boolean stream) {
        Key key = Key.of(query, servers);
        Kept found;
        long age;
        synchronized (kept) {
            found = kept.get(key);
            if (found == null) {
                return Optional.empty();
            }
            age = Duration.ofNanos(nanos.getAsLong() - found.since).toSeconds();
            if (age >= found.answer.lifetime()) {
                kept.remove(key);
                return Optional.empty();
            }
        }
        return Optional.of(found.answer.to(query, age, stream));
    }

    void put(Query query, List<InetSocketAddress> servers, Answer answer) {
        if (answer.lifetime() > 0) {
            synchronized (kept) {
                kept.put(Key.of(query, servers), new Kept(answer, nanos.getAsLong()));
            }
        }
    }
}

package sampan.api.container;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sampan.api.call.ApiVersion;

/** Containers of lists, as they were sent last: clients ask again and again, and little has changed. */
final class SentSummaries {
    private static final int KEPT = 1024;

    private record Key(String id, ApiVersion version) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sent(Object facts, byte[] json) {}

    private final Map<Key, Sent> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Sent> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * @param facts where they equal those of what was sent last, that is sent again
     * @param fresh makes it anew
     */
    byte[] json(ApiVersion version, String id, Object facts, Supplier<byte[]> fresh) {
        Key key = new Key(id, version);
        Sent known = find(key);
        if (known != null && known.facts.equals(facts)) {
            return known.json;
        }
        byte[] json = fresh.get();
        keep(key, new Sent(facts, json));
        return json;
    }

    private synchronized @Nullable Sent find(Key key) {
        return last.get(key);
    }

    private synchronized void keep(Key key, Sent sent) {
        last.put(key, sent);
    }
}

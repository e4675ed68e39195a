package sampan.api.container;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sampan.api.call.ApiVersion;
import sampan.core.container.list.ContainerSummary;

/** Containers of lists, as they were sent last: clients ask again and again, and little has changed. */
final class SentSummaries {
    private static final int KEPT = 1024;

    private record Key(String id, ApiVersion version) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Sent(Glance glance, ContainerSummary summary, byte[] json) {}

    private final Map<Key, Sent> last = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Sent> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * One of them.
     *
     * @param looked makes the summary, when a glance is not enough
     * @param fresh makes it of that, when it is another
     */
    byte[] json(
            ApiVersion version,
            String id,
            Glance glance,
            Supplier<ContainerSummary> looked,
            Function<ContainerSummary, byte[]> fresh) {
        Key key = new Key(id, version);
        Sent known = find(key);
        if (known != null && glance.sees(known.glance)) {
            return known.json;
        }
        ContainerSummary summary = looked.get();
        byte[] json = known != null && known.summary.equals(summary) ? known.json : fresh.apply(summary);
        keep(key, new Sent(glance, summary, json));
        return json;
    }

    private synchronized @Nullable Sent find(Key key) {
        return last.get(key);
    }

    private synchronized void keep(Key key, Sent sent) {
        last.put(key, sent);
    }
}

package sampan.core.event;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sampan.core.config.Labels;

/**
 * Which events somebody wants to hear of, by Docker's rules: values of one key are alternatives, all keys must fit, labels must all be there; keys that mean
 * nothing are passed over.
 */
public record EventFilter(Map<String, List<String>> wanted) {
    public static final EventFilter ALL = new EventFilter(Map.of());

    private static final String SCOPE = "local";
    /** Whose actions say more behind a colon, so that the beginning is enough to name them. */
    private static final Set<String> OPEN_ENDED = Set.of("health_status", "exec_create", "exec_start");

    private static final List<String> NAMED = List.of("daemon", "container", "plugin", "volume", "network");
    /** Of clusters, which there are none of. */
    private static final List<String> ABSENT = List.of("node", "service", "secret", "config");

    public boolean fits(Event event) {
        return fitsAction(event.action())
                && fits("type", event.type().word())
                && fits("scope", SCOPE)
                && NAMED.stream().allMatch(kind -> fitsName(kind, event))
                && ABSENT.stream().allMatch(kind -> fitsName(kind, event))
                && fitsImage(event)
                && values("label").stream().allMatch(label -> Labels.fit(event.attributes(), label));
    }

    private Collection<String> values(String key) {
        return wanted.getOrDefault(key, List.of());
    }

    private boolean fits(String key, String value) {
        return values(key).isEmpty() || values(key).contains(value);
    }

    private boolean begins(String key, String value) {
        return values(key).isEmpty() || values(key).stream().anyMatch(value::startsWith);
    }

    private boolean fitsAction(String action) {
        boolean open = values("event").stream().anyMatch(OPEN_ENDED::contains);
        return open ? begins("event", action) : fits("event", action);
    }

    /** By id or by name, or the beginning of one. */
    private boolean fitsName(String kind, Event event) {
        return begins(kind, event.actor()) || begins(kind, event.attributes().getOrDefault("name", ""));
    }

    /** By id or reference, with a tag or without. */
    private boolean fitsImage(Event event) {
        String attribute = event.type() == EventType.IMAGE ? "name" : "image";
        String name = event.attributes().getOrDefault(attribute, "");
        return fits("image", event.actor())
                || fits("image", name)
                || fits("image", withoutTag(event.actor()))
                || fits("image", withoutTag(name));
    }

    private static String withoutTag(String reference) {
        int colon = reference.lastIndexOf(':');
        return colon > reference.lastIndexOf('/') ? reference.substring(0, colon) : reference;
    }
}

package sampan.core.event;

import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sampan.core.config.ConfigJson;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that has happened.
 *
 * @param action {@link Action#text}
 * @param actor id of what it happened to
 * @param attributes sorted by name
 * @param time no two events of a journal have the same, and a later one has a later one
 */
public record Event(EventType type, String action, String actor, SortedMap<String, String> attributes, Instant time) {
    private static final String SCOPE = "local";
    private static final long NANOS = 1_000_000_000L;

    public Event {
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    /** Nanoseconds since 1970. */
    public long nanos() {
        return nanos(time);
    }

    /** A time that 64 bits cannot say becomes the first or the last one that they can. */
    static long nanos(Instant time) {
        if (Math.abs(time.getEpochSecond()) >= Long.MAX_VALUE / NANOS) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS), time.getNano());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }

    /** For containers and images there are three old fields that say again what the actor says. */
    public boolean hasOldFields() {
        return type == EventType.CONTAINER || type == EventType.IMAGE;
    }

    /** As Docker's API and {@code --format json} write it, field by field. */
    public ObjectNode json() {
        return withoutTime().put("time", time.getEpochSecond()).put("timeNano", nanos());
    }

    /** What {@link #json} writes, up to the time, which comes last. */
    String beginning() {
        String whole = withoutTime().toString();
        return whole.substring(0, whole.length() - 1);
    }

    /** What is missing behind {@link #beginning}. */
    String end() {
        return ",\"time\":" + time.getEpochSecond() + ",\"timeNano\":" + nanos() + "}";
    }

    private ObjectNode withoutTime() {
        ObjectNode json = ConfigJson.MAPPER.createObjectNode();
        if (hasOldFields()) {
            json.put("status", action);
            if (!actor.isEmpty()) {
                json.put("id", actor);
            }
            String image = attributes.get("image");
            if (type == EventType.CONTAINER && image != null) {
                json.put("from", image);
            }
        }
        json.put("Type", type.word()).put("Action", action);
        ObjectNode whom = json.putObject("Actor").put("ID", actor);
        ObjectNode known = whom.putObject("Attributes");
        attributes.forEach(known::put);
        return json.put("scope", SCOPE);
    }

    /** The same a moment later: of an event that is made before its turn in the journal. */
    Event at(Instant now) {
        return new Event(type, action, actor, attributes, now);
    }

    static Event parse(String text) throws IOException {
        try {
            JsonNode json = ConfigJson.MAPPER.readTree(text);
            JsonNode whom = json.path("Actor");
            SortedMap<String, String> attributes = new TreeMap<>();
            for (Map.Entry<String, JsonNode> attribute : whom.path("Attributes").properties()) {
                attributes.put(attribute.getKey(), attribute.getValue().asString());
            }
            EventType type = EventType.of(json.path("Type").asString(""))
                    .orElseThrow(() -> new IOException("an event of no known type"));
            return new Event(
                    type,
                    json.path("Action").asString(""),
                    whom.path("ID").asString(""),
                    attributes,
                    instant(json.path("timeNano").asLong()));
        } catch (JacksonException malformed) {
            throw new IOException("not an event", malformed);
        }
    }
}

package sampan.daemon.hook;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sampan.cli.flag.InvalidValue;
import sampan.core.event.EventFilter;
import tools.jackson.databind.JsonNode;

/**
 * One entry of {@code event-hooks}: {@code {"filters": {"event": ["die"]}, "command": ["/usr/local/bin/told"]}}, or {@code "url"} in the place of {@code "command"}.
 *
 * @param command a program by its whole path, and its arguments; it reads the event as JSON; empty where there is an address
 * @param url is sent the event as JSON by POST
 * @param attempts at most, with pauses that double from half a second
 * @param timeout of one attempt
 */
public record EventHook(EventFilter filter, List<String> command, Optional<URI> url, int attempts, Duration timeout) {
    private static final Set<String> KEYS = Set.of("filters", "command", "url", "attempts", "timeout");
    private static final int USUAL_ATTEMPTS = 5;
    private static final int MOST_ATTEMPTS = 20;
    private static final int USUAL_SECONDS = 10;
    private static final int MOST_SECONDS = 600;

    public EventHook {
        command = List.copyOf(command);
    }

    /** @param list what stands under the key */
    public static List<EventHook> parse(JsonNode list) throws InvalidValue {
        List<EventHook> hooks = new ArrayList<>();
        if (!list.isArray()) {
            throw wrong("a list of objects is expected");
        }
        for (JsonNode each : list) {
            hooks.add(one(each));
        }
        return hooks;
    }

    private static EventHook one(JsonNode json) throws InvalidValue {
        for (String key : json.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw wrong("unknown key \"" + key + "\"");
            }
        }
        List<String> command = strings(json.path("command"), "command");
        String url = json.path("url").asString("");
        if (command.isEmpty() == url.isEmpty()) {
            throw wrong("either a command or a url is expected");
        }
        if (!command.isEmpty() && !command.getFirst().startsWith("/")) {
            throw wrong("the command \"" + command.getFirst() + "\" is no absolute path");
        }
        return new EventHook(
                filter(json.path("filters")),
                command,
                url.isEmpty() ? Optional.empty() : Optional.of(address(url)),
                number(json, "attempts", USUAL_ATTEMPTS, MOST_ATTEMPTS),
                Duration.ofSeconds(number(json, "timeout", USUAL_SECONDS, MOST_SECONDS)));
    }

    private static EventFilter filter(JsonNode json) throws InvalidValue {
        Map<String, List<String>> wanted = new HashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.properties()) {
            wanted.put(entry.getKey(), strings(entry.getValue(), entry.getKey()));
        }
        return new EventFilter(wanted);
    }

    private static URI address(String text) throws InvalidValue {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null && Set.of("http", "https").contains(String.valueOf(uri.getScheme()))) {
                return uri;
            }
        } catch (IllegalArgumentException malformed) {
            // said below
        }
        throw wrong("\"" + text + "\" is no http address");
    }

    private static List<String> strings(JsonNode json, String key) throws InvalidValue {
        if (!json.isMissingNode() && (!json.isArray() || !json.valueStream().allMatch(JsonNode::isString))) {
            throw wrong("\"" + key + "\" is not a list of strings");
        }
        return json.valueStream().map(JsonNode::asString).toList();
    }

    private static int number(JsonNode json, String key, int usual, int most) throws InvalidValue {
        JsonNode value = json.path(key);
        if (value.isMissingNode()) {
            return usual;
        }
        if (!value.isInt() || value.asInt() < 1 || value.asInt() > most) {
            throw wrong("\"" + key + "\" is a number from 1 to " + most);
        }
        return value.asInt();
    }

    private static InvalidValue wrong(String reason) {
        return new InvalidValue("invalid event-hooks: " + reason);
    }
}

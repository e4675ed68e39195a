package sampan.api.call;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.api.http.Body;
import sampan.api.http.Request;
import sampan.core.config.ConfigJson;
import sampan.core.error.EngineException;
import sampan.core.filter.Moment;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One call of an operation.
 *
 * @param name what stands for the variable part of the route's path; empty when it has none
 */
public record Call(Request request, ApiVersion version, String name) {
    private static final int LONGEST_BODY = 16 << 20;

    /** The parameter {@code filters}. */
    public Map<String, List<String>> filters() {
        return Filters.parse(request.parameter("filters"));
    }

    /** Refuses where the connection cannot become one. */
    public void needsLine() {
        if (!request.client().hasLine()) {
            throw new EngineException.InvalidArgument(
                    "a stream of HTTP/2 cannot be hijacked: attach and exec are spoken in HTTP/1.1");
        }
    }

    /** Empty when it is absent. */
    public String text(String parameter) {
        return request.parameter(parameter).orElse("");
    }

    public boolean flag(String parameter) {
        return request.flag(parameter);
    }

    /** A whole number; empty when it is absent. */
    public Optional<Integer> number(String parameter) {
        String text = text(parameter);
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Integer.parseInt(text));
        } catch (NumberFormatException malformed) {
            throw new EngineException.InvalidArgument(
                    "strconv.Atoi: parsing " + Json.quoted(text) + ": invalid syntax");
        }
    }

    /** Seconds since 1970, with a fraction perhaps, or a time as people write it; empty when it is absent or 0. */
    public Optional<Instant> moment(String parameter) {
        String text = text(parameter);
        return text.isEmpty() || text.equals("0") ? Optional.empty() : Optional.of(parsed(text));
    }

    private static Instant parsed(String text) {
        try {
            return Moment.parse(text, Instant.now(), ZoneOffset.UTC);
        } catch (DateTimeException malformed) {
            throw new EngineException.InvalidArgument(String.valueOf(malformed.getMessage()));
        }
    }

    /** An object; one without fields when there is no body. */
    public ObjectNode json() throws IOException {
        byte[] bytes;
        try {
            bytes = request.body().whole(LONGEST_BODY);
        } catch (Body.TooLongException tooLong) {
            throw new EngineException.InvalidArgument(String.valueOf(tooLong.getMessage()));
        }
        if (bytes.length == 0) {
            return ConfigJson.MAPPER.createObjectNode();
        }
        String type = request.header("content-type");
        if (!type.isEmpty() && !type.split(";", 2)[0].strip().equals("application/json")) {
            throw new EngineException.InvalidArgument(
                    "unsupported Content-Type header (" + type + "): must be 'application/json'");
        }
        return object(bytes);
    }

    private static ObjectNode object(byte[] bytes) {
        try {
            JsonNode root = ConfigJson.MAPPER.readTree(bytes);
            if (root instanceof ObjectNode object) {
                return object;
            }
            if (root.isNull() || root.isMissingNode()) {
                return ConfigJson.MAPPER.createObjectNode();
            }
            throw new EngineException.InvalidArgument("invalid JSON: expected an object");
        } catch (JacksonException malformed) {
            throw new EngineException.InvalidArgument("invalid JSON: " + malformed.getOriginalMessage());
        }
    }

    /** An image's name as a client gave it. */
    public static ImageReference reference(String text) {
        try {
            return ImageReference.parse(text);
        } catch (ImageFormatException malformed) {
            throw new EngineException.InvalidArgument(String.valueOf(malformed.getMessage()));
        }
    }

    /** The parameter {@code platform}: words, or an object in newer versions; empty when it is absent. */
    public Optional<Platform> platform() {
        String text = text("platform");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Platform.parse(text.startsWith("{") ? words(text) : text));
        } catch (ImageFormatException malformed) {
            throw new EngineException.InvalidArgument(String.valueOf(malformed.getMessage()));
        }
    }

    private static String words(String json) {
        JsonNode platform = object(json.getBytes(StandardCharsets.UTF_8));
        StringBuilder words = new StringBuilder(platform.path("os").asString(""));
        for (String part : List.of("architecture", "variant")) {
            String word = platform.path(part).asString("");
            words.append(word.isEmpty() ? "" : "/" + word);
        }
        return words.toString();
    }
}

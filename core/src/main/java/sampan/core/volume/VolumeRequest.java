package sampan.core.volume;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.core.error.EngineException;

/**
 * A volume that is wanted.
 *
 * @param name empty: one of its own
 * @param driver empty: {@code local}
 * @param options of the driver: {@code type}, {@code device} and {@code o}, as of mount(8)
 * @param sent what was said of it, if only that there is nothing
 */
public record VolumeRequest(
        String name, Map<String, String> labels, String driver, Map<String, String> options, Sent sent) {
    public VolumeRequest {
        name = name == null ? "" : name;
        labels = words(labels);
        driver = driver == null ? "" : driver;
        options = words(options);
    }

    /** Nothing is sent that is empty. */
    public VolumeRequest(String name, Map<String, String> labels, String driver, Map<String, String> options) {
        this(name, labels, driver, options, Sent.NOTHING);
    }

    /** Which of its objects a client sent, be they empty: those are shown as {@code {}}, and others as {@code null}, as dockerd does. */
    public record Sent(boolean labels, boolean options) {
        static final Sent NOTHING = new Sent(false, false);
    }

    /** What is null is empty, as Go reads it. A NUL could be written down, but not read again. */
    private static Map<String, String> words(@Nullable Map<String, ? extends @Nullable String> given) {
        Map<String, String> words = new HashMap<>();
        if (given != null) {
            given.forEach((name, value) -> words.put(name, value == null ? "" : value));
        }
        if (words.keySet().stream().anyMatch(VolumeRequest::hasNul)
                || words.values().stream().anyMatch(VolumeRequest::hasNul)) {
            throw new EngineException.InvalidArgument("invalid label or option of a volume: it contains a NUL");
        }
        return Map.copyOf(words);
    }

    private static boolean hasNul(String word) {
        return word.indexOf(0) >= 0;
    }

    public static VolumeRequest named(String name) {
        return new VolumeRequest(name, Map.of(), "", Map.of());
    }

    public VolumeRequest withName(String other) {
        return new VolumeRequest(other, labels, driver, options, sent);
    }
}

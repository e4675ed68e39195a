package sampan.core.volume;

import java.util.Map;
import sampan.core.error.EngineException;

/**
 * A volume that is wanted.
 *
 * @param name empty: one of its own
 * @param driver empty: {@code local}
 * @param options of the driver: {@code type}, {@code device} and {@code o}, as of mount(8)
 */
public record VolumeRequest(String name, Map<String, String> labels, String driver, Map<String, String> options) {
    public VolumeRequest {
        name = name == null ? "" : name;
        labels = labels == null ? Map.of() : Map.copyOf(labels);
        driver = driver == null ? "" : driver;
        options = options == null ? Map.of() : Map.copyOf(options);
        refuseNul(labels);
        refuseNul(options);
    }

    /** It could be written down, but not read again. */
    private static void refuseNul(Map<String, String> words) {
        for (Map.Entry<String, String> word : words.entrySet()) {
            if (word.getKey().indexOf(0) >= 0 || word.getValue().indexOf(0) >= 0) {
                throw new EngineException.InvalidArgument("invalid label or option of a volume: it contains a NUL");
            }
        }
    }

    public static VolumeRequest named(String name) {
        return new VolumeRequest(name, Map.of(), "", Map.of());
    }

    public VolumeRequest withName(String other) {
        return new VolumeRequest(other, labels, driver, options);
    }
}

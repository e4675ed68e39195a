package sampan.core.volume;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sampan.core.error.EngineException;

/** The one volume driver there is, and its options: by Docker's rules. */
final class LocalDriver {
    static final String NAME = "local";

    private static final List<String> OPTIONS = List.of("device", "o", "size", "type");
    private static final List<String> REQUIRED = List.of("device", "type");

    private LocalDriver() {}

    static void check(VolumeRequest request, String prefix) {
        if (!request.driver().isEmpty() && !request.driver().equals(NAME)) {
            throw new EngineException.NotFound(prefix + "error looking up volume plugin " + request.driver()
                    + ": plugin \"" + request.driver() + "\" not found");
        }
        Map<String, String> options = new TreeMap<>(request.options());
        for (String option : options.keySet()) {
            refuse(!OPTIONS.contains(option), prefix + "invalid option: \"" + option + "\"");
        }
        refuse(options.containsKey("size"), prefix + "quota size requested but no quota support");
        for (String required : REQUIRED) {
            boolean missing =
                    !options.isEmpty() && options.getOrDefault(required, "").isEmpty();
            refuse(missing, prefix + "missing required option: \"" + required + "\"");
        }
        for (String value : options.values()) {
            refuse(value.indexOf('\0') >= 0, prefix + "an option has a zero byte");
        }
    }

    private static void refuse(boolean wrong, String sentence) {
        if (wrong) {
            throw new EngineException.InvalidArgument(sentence);
        }
    }
}

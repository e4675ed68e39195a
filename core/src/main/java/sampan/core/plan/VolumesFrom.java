package sampan.core.plan;

import java.util.List;
import sampan.core.error.EngineException;

/** {@code --volumes-from CONTAINER[:ro|rw]}. */
public record VolumesFrom(String container, boolean readonly) {
    private static final List<String> MODES =
            List.of("ro", "rw", "z", "Z", "ro,z", "ro,Z", "rw,z", "rw,Z", "z,ro", "Z,ro", "z,rw", "Z,rw");

    public static VolumesFrom parse(String text) {
        Refusal.when(text.isEmpty(), "volumes-from specification cannot be an empty string");
        int colon = text.indexOf(':');
        if (colon < 0) {
            return new VolumesFrom(text, false);
        }
        String mode = text.substring(colon + 1);
        if (!MODES.contains(mode)) {
            throw new EngineException.InvalidArgument("invalid mode: " + mode);
        }
        return new VolumesFrom(
                text.substring(0, colon), List.of(mode.split(",", -1)).contains("ro"));
    }
}

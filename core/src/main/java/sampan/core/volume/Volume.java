package sampan.core.volume;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * A local volume.
 *
 * @param mountpoint the folder on the host
 * @param anonymous nobody named it: it goes with its container when that is removed with its volumes
 */
public record Volume(VolumeName name, Path mountpoint, Map<String, String> labels, Instant created, boolean anonymous) {
    public Volume {
        labels = Map.copyOf(labels);
    }
}

package sampan.core.volume;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/**
 * A local volume.
 *
 * @param mountpoint the folder on the host
 * @param options of the driver; with any, it is a mount of its own and not the folder
 * @param anonymous nobody named it: it goes with its container when that is removed with its volumes
 * @param owner who asked for it, as {@code sampan.core.policy.Asker} calls callers; empty: before anybody kept that
 * @param sent what is shown of it when it is empty
 */
public record Volume(
        VolumeName name,
        Path mountpoint,
        Map<String, String> labels,
        Map<String, String> options,
        Instant created,
        boolean anonymous,
        String owner,
        VolumeRequest.Sent sent) {
    public Volume {
        options = Map.copyOf(options);
        labels = Map.copyOf(labels);
    }
}

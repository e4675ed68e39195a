package sampan.oci.image;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * config.md: the document whose digest is the image's id.
 *
 * @param diffIds digests of the layers' uncompressed archives, lowest first
 */
public record ImageConfig(
        Platform platform,
        Optional<Instant> created,
        String author,
        String comment,
        ContainerDefaults config,
        List<Digest> diffIds,
        List<History> history) {
    public static final String MEDIA_TYPE = "application/vnd.oci.image.config.v1+json";

    public ImageConfig {
        diffIds = List.copyOf(diffIds);
        history = List.copyOf(history);
    }

    public static ImageConfig parse(byte[] json) throws ImageFormatException {
        return ImageConfigJson.read(StrictJson.parse(json, "image config"));
    }

    /** The document; the same record always gives the same bytes. */
    public byte[] toJson() {
        return ImageConfigJson.write(this);
    }
}

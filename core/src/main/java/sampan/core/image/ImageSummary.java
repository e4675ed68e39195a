package sampan.core.image;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import sampan.core.image.catalogue.Image;
import sampan.oci.image.ImageReference;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a list of images shows of one.
 *
 * @param created seconds since 1970
 * @param sharedSize -1: not known
 * @param virtualSize the same as the size; clients before API 1.44 read it
 * @param containers -1: not known
 */
@JsonNaming(UpperCamelCaseStrategy.class)
public record ImageSummary(
        String id,
        String parentId,
        List<String> repoTags,
        List<String> repoDigests,
        long created,
        long size,
        long sharedSize,
        long virtualSize,
        Map<String, String> labels,
        int containers) {
    private static final int UNKNOWN = -1;

    /** @param names those of the image's that are to be shown */
    public static ImageSummary of(Image image, List<ImageReference> names) {
        return new ImageSummary(
                image.id().toString(),
                "",
                tags(names),
                digests(names),
                image.config().created().orElse(Instant.EPOCH).getEpochSecond(),
                image.size(),
                UNKNOWN,
                image.size(),
                image.config().config().labels(),
                UNKNOWN);
    }

    /** {@code debian@sha256:…}. */
    static List<String> digests(List<ImageReference> names) {
        return names.stream()
                .filter(reference -> reference.digest().isPresent())
                .map(reference ->
                        reference.familiarName() + "@" + reference.digest().orElseThrow())
                .toList();
    }

    static List<String> tags(List<ImageReference> names) {
        return names.stream()
                .filter(reference -> reference.digest().isEmpty())
                .map(reference -> reference.familiar())
                .toList();
    }
}

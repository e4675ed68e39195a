package sampan.core.image;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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

    public static ImageSummary of(Image image) {
        return new ImageSummary(
                image.id().toString(),
                "",
                tags(image),
                digests(image),
                image.config().created().orElse(Instant.EPOCH).getEpochSecond(),
                image.size(),
                UNKNOWN,
                image.size(),
                image.config().config().labels(),
                UNKNOWN);
    }

    /** {@code debian@sha256:…}. */
    static List<String> digests(Image image) {
        return image.references().stream()
                .filter(reference -> reference.digest().isPresent())
                .map(reference ->
                        reference.familiarName() + "@" + reference.digest().orElseThrow())
                .toList();
    }

    static List<String> tags(Image image) {
        return image.references().stream()
                .filter(reference -> reference.digest().isEmpty())
                .map(reference -> reference.familiar())
                .toList();
    }
}

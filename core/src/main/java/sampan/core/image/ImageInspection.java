package sampan.core.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import sampan.core.config.ContainerConfig;
import sampan.core.image.catalogue.Image;
import sampan.core.plan.ImageDefaults;
import sampan.oci.image.Digest;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What {@code docker inspect} shows of an image; {@link sampan.core.config.ConfigJson} writes it. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record ImageInspection(
        String id,
        List<String> repoTags,
        List<String> repoDigests,
        String parent,
        String comment,
        String created,
        String dockerVersion,
        String author,
        ContainerConfig config,
        String architecture,
        @JsonInclude(Include.NON_EMPTY) String variant,
        String os,
        long size,
        long virtualSize,
        Graph graphDriver,
        @JsonProperty("RootFS") Layers rootFs,
        Map<String, String> metadata) {
    private static final Instant NEVER = Instant.parse("0001-01-01T00:00:00Z");

    /** How its layers become a file system. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Graph(Map<String, String> data, String name) {}

    /** Digests of its uncompressed layers, the lowest first. */
    @JsonNaming(UpperCamelCaseStrategy.class)
    public record Layers(String type, List<String> layers) {}

    /** @param driver how the engine keeps file systems, in Docker's word */
    public static ImageInspection of(Image image, String driver) {
        var config = image.config();
        return new ImageInspection(
                image.id().toString(),
                ImageSummary.tags(image.references()),
                ImageSummary.digests(image.references()),
                "",
                config.comment(),
                config.created().orElse(Instant.EPOCH).toString(),
                "",
                config.author(),
                ImageDefaults.merge(ContainerConfig.builder().build(), config.config()),
                config.platform().architecture(),
                config.platform().variant(),
                config.platform().os(),
                image.size(),
                image.size(),
                new Graph(Map.of(), driver),
                new Layers(
                        "layers",
                        config.diffIds().stream().map(Digest::toString).toList()),
                Map.of("LastTagTime", image.tagged().orElse(NEVER).toString()));
    }
}

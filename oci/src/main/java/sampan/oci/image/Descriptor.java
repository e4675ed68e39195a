package sampan.oci.image;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * descriptor.md: what some content is, how large, and its digest.
 *
 * @param artifactType of a manifest that is no image, or empty
 */
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        List<String> urls,
        Map<String, String> annotations,
        Optional<Platform> platform,
        String artifactType) {
    public Descriptor(String mediaType, Digest digest, long size, List<String> urls, Map<String, String> annotations) {
        this(mediaType, digest, size, urls, annotations, Optional.empty(), "");
    }

    public Descriptor {
        urls = List.copyOf(urls);
        annotations = Map.copyOf(annotations);
    }

    static Descriptor read(JsonFields json) throws ImageFormatException {
        StrictJson.refuseCaseVariants(json);
        long size = json.number("size");
        if (!json.has("size") || size < 0) {
            throw new ImageFormatException(json.what() + ".size is not a size");
        }
        Optional<JsonFields> platform = json.object("platform");
        return new Descriptor(
                json.requiredText("mediaType"),
                Digest.parse(json.requiredText("digest")),
                size,
                json.texts("urls"),
                json.strings("annotations"),
                platform.isEmpty() ? Optional.empty() : Optional.of(platform(platform.get())),
                json.text("artifactType"));
    }

    private static Platform platform(JsonFields json) throws ImageFormatException {
        return new Platform(json.requiredText("os"), json.requiredText("architecture"), json.text("variant"));
    }
}

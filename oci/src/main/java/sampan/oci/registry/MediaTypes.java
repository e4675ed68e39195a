package sampan.oci.registry;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.Index;
import sampan.oci.image.Manifest;

/** What registries hold. */
public final class MediaTypes {
    public static final Set<String> INDEXES = Set.of(Index.MEDIA_TYPE, Index.DOCKER_MEDIA_TYPE);
    public static final Set<String> MANIFESTS = Set.of(Manifest.MEDIA_TYPE, Manifest.DOCKER_MEDIA_TYPE);
    /** Configurations of images; some old registries call them a stream of bytes. */
    public static final Set<String> CONFIGS = Set.of(
            ImageConfig.MEDIA_TYPE, "application/vnd.docker.container.image.v1+json", "application/octet-stream");

    private static final String SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1";

    static final String ACCEPTED = String.join(
            ", ",
            List.of(
                    Index.MEDIA_TYPE,
                    Index.DOCKER_MEDIA_TYPE,
                    Manifest.MEDIA_TYPE,
                    Manifest.DOCKER_MEDIA_TYPE,
                    "application/vnd.docker.distribution.manifest.v1+prettyjws;q=0.5"));

    private MediaTypes() {}

    /** Without parameters. */
    static String of(String contentType) {
        int end = contentType.indexOf(';');
        return (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    public static boolean isSchema1(String mediaType) {
        return mediaType.startsWith(SCHEMA_1);
    }

    /** A layer that a registry need not have: it says where else it is. */
    static boolean isForeign(String mediaType) {
        return mediaType.contains(".foreign.") || mediaType.contains(".nondistributable.");
    }
}

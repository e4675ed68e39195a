package sampan.core.image;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import sampan.core.image.archive.ImportOptions;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Platform;

/** {@code localhost/busybox}, made when Sampan is built: the first container needs no registry. */
final class BuiltInImage {
    static final String NAME = "localhost/busybox";

    private static final String ARCHIVE = "busybox.tar";
    private static final String PROPERTIES = "busybox.properties";
    /** The time its files carry as well: the same package gives the same image. */
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private BuiltInImage() {}

    static void addTo(ImageStore store) throws IOException {
        Properties properties = new Properties();
        try (InputStream text = resource(PROPERTIES)) {
            properties.load(text);
        }
        List<String> changes = List.of(
                "CMD [\"sh\"]",
                "ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
                "LABEL org.opencontainers.image.title=busybox",
                "LABEL org.opencontainers.image.version=\"" + properties.getProperty("version", "") + "\"",
                "LABEL org.opencontainers.image.licenses=GPL-2.0-only");
        try (InputStream archive = resource(ARCHIVE)) {
            store.importRootfs(
                    archive,
                    Optional.of(ImageReference.parse(NAME)),
                    new ImportOptions(changes, "from Debian's busybox-static", Platform.host()),
                    CREATED);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream resource = BuiltInImage.class.getResourceAsStream(name);
        if (resource == null) {
            throw new IOException("this build of Sampan lacks " + name);
        }
        return resource;
    }
}

package sampan.core.image.transfer;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.Index;
import sampan.oci.image.JsonFields;
import sampan.oci.image.Manifest;
import sampan.oci.image.Platform;
import sampan.oci.image.StrictJson;
import sampan.oci.registry.MediaTypes;
import sampan.oci.registry.Repository;

/** From what a name leads to, the manifest for one platform. */
public final class PlatformChoice {
    private static final int DEEPEST = 3;

    private PlatformChoice() {}

    /** Where manifests are had by their digests. */
    @FunctionalInterface
    public interface Source {
        Repository.Fetched manifest(Digest digest) throws IOException;
    }

    public static Repository.Fetched choose(Source source, Repository.Fetched first, Optional<Platform> platform)
            throws IOException {
        Repository.Fetched at = first;
        for (int depth = 0; depth < DEEPEST; depth++) {
            String mediaType = mediaType(at);
            if (MediaTypes.MANIFESTS.contains(mediaType)) {
                return at;
            }
            if (!MediaTypes.INDEXES.contains(mediaType)) {
                throw unsupported(mediaType);
            }
            Descriptor next = pick(Index.parse(at.bytes()).manifests(), platform.orElseGet(Platform::host));
            Repository.Fetched child = source.manifest(next.digest());
            if (child.document().size() != next.size() || !mediaType(child).equals(next.mediaType())) {
                throw new ImageFormatException(
                        "manifest " + next.digest() + " is not of the size and kind that its index promises");
            }
            at = child;
        }
        throw new ImageFormatException("an index leads to another, and that to the next, without end");
    }

    /** What the registry says and what the document says must not differ (CVE-2021-41190). */
    public static String mediaType(Repository.Fetched fetched) throws ImageFormatException {
        String said = fetched.mediaType();
        if (MediaTypes.isSchema1(said)) {
            throw unsupported(said);
        }
        JsonFields json = StrictJson.parse(fetched.bytes(), "manifest");
        StrictJson.refuseCaseVariants(json);
        if (json.number("schemaVersion") == 1) {
            throw unsupported("application/vnd.docker.distribution.manifest.v1+prettyjws");
        }
        String own = json.text("mediaType");
        boolean known = MediaTypes.MANIFESTS.contains(said) || MediaTypes.INDEXES.contains(said);
        if (known && !own.isEmpty() && !own.equals(said)) {
            throw new ImageFormatException(
                    "the registry calls the manifest \"" + said + "\", it calls itself \"" + own + "\"");
        }
        if (known) {
            return said;
        }
        return !own.isEmpty() ? own : json.has("manifests") ? Index.MEDIA_TYPE : Manifest.MEDIA_TYPE;
    }

    private static ImageFormatException unsupported(String mediaType) {
        return MediaTypes.isSchema1(mediaType)
                ? new ImageFormatException("Docker Image manifest version 2, schema 1 is not supported: it does not say"
                        + " what its layers hold. Push the image again with a client of Docker 1.10 or later")
                : new ImageFormatException("unsupported media type " + mediaType);
    }

    private static Descriptor pick(List<Descriptor> manifests, Platform wanted) throws ImageFormatException {
        List<Descriptor> fitting = manifests.stream()
                .filter(manifest -> manifest.platform().map(wanted::fits).orElse(false))
                .toList();
        return fitting.stream()
                .filter(manifest -> manifest.platform()
                        .map(platform -> platform.variant().equals(wanted.variant()))
                        .orElse(false))
                .findFirst()
                .or(() -> fitting.stream().findFirst())
                .orElseThrow(() -> new ImageFormatException(
                        "no matching manifest for " + wanted + " in the manifest list entries"));
    }
}

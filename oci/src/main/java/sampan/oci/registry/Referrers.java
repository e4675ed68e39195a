package sampan.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.Index;
import sampan.oci.image.Manifest;
import sampan.oci.image.StrictJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Manifests that are about another one (OCI distribution 1.1, "Listing Referrers"). Registries that know nothing of them get a list under a tag
 * made of the digest.
 */
public final class Referrers {
    private final Repository repository;

    public Referrers(Repository repository) {
        this.repository = repository;
    }

    private static String tag(Digest digest) {
        return digest.algorithm().label() + "-" + digest.hex();
    }

    /** What refers to a manifest; nothing when the registry knows of none. */
    public List<Descriptor> find(Digest digest) throws IOException {
        HttpResponse<InputStream> answer =
                repository.fetch("GET", repository.uri("referrers/" + digest), Map.of("Accept", Index.MEDIA_TYPE));
        try (InputStream body = answer.body()) {
            if (answer.statusCode() == 200) {
                byte[] text = body.readNBytes(StrictJson.MAX_DOCUMENT + 1);
                return Index.parse(text).manifests();
            }
        }
        return tagged(digest);
    }

    private List<Descriptor> tagged(Digest digest) throws IOException {
        try {
            return Index.parse(repository.manifest(tag(digest)).bytes()).manifests();
        } catch (RegistryException refused) {
            if (refused.kind() == RegistryException.Kind.NOT_FOUND) {
                return List.of();
            }
            throw refused;
        } catch (ImageFormatException another) {
            return List.of(); // somebody's tag that only looks like it
        }
    }

    /**
     * Sends a manifest that has a subject.
     *
     * @param subject what it is about
     * @param kind its {@code artifactType}
     */
    public void add(Descriptor subject, String kind, byte[] manifest) throws IOException {
        Digest digest = Digest.sha256(manifest);
        boolean listed = new Upload(repository).referrer(digest.toString(), Manifest.MEDIA_TYPE, manifest);
        if (listed) {
            return;
        }
        List<Descriptor> all = new ArrayList<>(tagged(subject.digest()));
        Descriptor own = new Descriptor(
                Manifest.MEDIA_TYPE, digest, manifest.length, List.of(), Map.of(), Optional.empty(), kind);
        if (all.stream().anyMatch(other -> other.digest().equals(digest))) {
            return;
        }
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        index.put("schemaVersion", 2).put("mediaType", Index.MEDIA_TYPE);
        ArrayNode list = index.putArray("manifests");
        all.forEach(other -> describe(list.addObject(), other));
        describe(list.addObject(), own);
        new Upload(repository).manifest(tag(subject.digest()), Index.MEDIA_TYPE, StrictJson.bytes(index));
    }

    /** Fills in what a descriptor is made of. */
    public static ObjectNode describe(ObjectNode json, Descriptor descriptor) {
        json.put("mediaType", descriptor.mediaType())
                .put("digest", descriptor.digest().toString())
                .put("size", descriptor.size());
        if (!descriptor.artifactType().isEmpty()) {
            json.put("artifactType", descriptor.artifactType());
        }
        if (!descriptor.annotations().isEmpty()) {
            descriptor.annotations().forEach(json.putObject("annotations")::put);
        }
        return json;
    }
}

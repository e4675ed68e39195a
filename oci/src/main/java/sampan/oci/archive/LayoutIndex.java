package sampan.oci.archive;

import java.util.List;
import java.util.Optional;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Index;
import sampan.oci.image.StrictJson;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The {@code index.json} of an OCI layout, as skopeo and umoci keep it: an image has the name that was typed for it. */
final class LayoutIndex {
    /** The name as it was typed (annotations.md). */
    static final String REF_NAME = "org.opencontainers.image.ref.name";

    /** The whole name, as containerd and Docker since version 25 read it. */
    static final String CONTAINERD_NAME = "io.containerd.image.name";

    private static final String ANNOTATIONS = "annotations";
    private static final String DIGEST = "digest";

    private final ObjectNode index;
    private final ArrayNode manifests;

    private LayoutIndex(ObjectNode index) {
        this.index = index;
        manifests = index.withArray("manifests");
    }

    /** Of no images. */
    static LayoutIndex empty() {
        ObjectNode index = JsonNodeFactory.instance.objectNode();
        return new LayoutIndex(index.put("schemaVersion", 2).put("mediaType", Index.MEDIA_TYPE));
    }

    /** One that is there already; what it says about its images stays. */
    static LayoutIndex parse(byte[] text) throws ImageFormatException {
        Index.parse(text); // which refuses what is none
        return new LayoutIndex(StrictJson.parseObject(text, OciLayout.INDEX));
    }

    /**
     * Adds an image. Who had the name has none from now on; one without a name is the same image as before.
     *
     * @param typed without it, it gets the names that it came with
     */
    void add(WholeImage image, Optional<String> typed) {
        typed.ifPresent(name -> add(image, name, reference(name)));
        if (typed.isEmpty()) {
            image.names().forEach(name -> add(image, name.familiar(), Optional.of(name)));
        }
        if (typed.isEmpty() && image.names().isEmpty()) {
            put(descriptor(image));
        }
    }

    private void add(WholeImage image, String name, Optional<ImageReference> reference) {
        ObjectNode descriptor = descriptor(image);
        ObjectNode names = descriptor.putObject(ANNOTATIONS);
        reference.ifPresent(whole -> names.put(CONTAINERD_NAME, whole.toString()));
        names.put(REF_NAME, name);
        for (JsonNode other : manifests) {
            forget(other, names);
        }
        put(descriptor);
    }

    private static void forget(JsonNode other, ObjectNode names) {
        if (other instanceof ObjectNode descriptor && descriptor.get(ANNOTATIONS) instanceof ObjectNode annotations) {
            for (String key : List.of(CONTAINERD_NAME, REF_NAME)) {
                if (names.has(key) && names.get(key).equals(annotations.get(key))) {
                    annotations.remove(key);
                }
            }
            if (annotations.isEmpty()) {
                descriptor.remove(ANNOTATIONS);
            }
        }
    }

    private void put(ObjectNode descriptor) {
        for (int i = 0; i < manifests.size(); i++) {
            JsonNode other = manifests.get(i);
            if (!other.has(ANNOTATIONS) && other.path(DIGEST).equals(descriptor.get(DIGEST))) {
                manifests.set(i, descriptor);
                return;
            }
        }
        manifests.add(descriptor);
    }

    private static ObjectNode descriptor(WholeImage image) {
        return StoredImage.descriptor(
                image.mediaType(), image.manifest().digest(), image.manifest().size());
    }

    /** What a typed name is for those who know whole names only; none where it cannot be one. */
    static Optional<ImageReference> reference(String name) {
        try {
            return Optional.of(ImageReference.parse(name))
                    .filter(reference -> reference.digest().isEmpty())
                    .map(ImageReference::withDefaultTag);
        } catch (ImageFormatException aWord) {
            return Optional.empty();
        }
    }

    byte[] bytes() {
        return StrictJson.bytes(index);
    }
}

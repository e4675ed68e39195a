package sampan.oci.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** image-index.md: the same image for several platforms. */
public record Index(String mediaType, List<Descriptor> manifests, Map<String, String> annotations) {
    public static final String MEDIA_TYPE = "application/vnd.oci.image.index.v1+json";
    public static final String DOCKER_MEDIA_TYPE = "application/vnd.docker.distribution.manifest.list.v2+json";

    public Index {
        manifests = List.copyOf(manifests);
        annotations = Map.copyOf(annotations);
    }

    /** @throws ImageFormatException also when the document could be read as a manifest as well (CVE-2021-41190) */
    public static Index parse(byte[] text) throws ImageFormatException {
        JsonFields json = Manifests.open(text, "image index", List.of(MEDIA_TYPE, DOCKER_MEDIA_TYPE), "layers");
        if (!json.has("manifests") || json.has("config")) {
            throw new ImageFormatException("image index has no \"manifests\", or has a \"config\"");
        }
        List<Descriptor> manifests = new ArrayList<>();
        for (JsonFields manifest : json.objects("manifests")) {
            manifests.add(Descriptor.read(manifest));
        }
        return new Index(json.text("mediaType"), manifests, json.strings("annotations"));
    }
}

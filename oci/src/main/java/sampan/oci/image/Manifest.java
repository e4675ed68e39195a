package sampan.oci.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** manifest.md: one image for one platform. */
public record Manifest(String mediaType, Descriptor config, List<Descriptor> layers, Map<String, String> annotations) {
    public static final String MEDIA_TYPE = "application/vnd.oci.image.manifest.v1+json";
    public static final String DOCKER_MEDIA_TYPE = "application/vnd.docker.distribution.manifest.v2+json";

    public Manifest {
        layers = List.copyOf(layers);
        annotations = Map.copyOf(annotations);
    }

    /** @throws ImageFormatException also when the document could be read as an index as well (CVE-2021-41190) */
    public static Manifest parse(byte[] text) throws ImageFormatException {
        JsonFields json = Manifests.open(text, "image manifest", List.of(MEDIA_TYPE, DOCKER_MEDIA_TYPE), "manifests");
        Descriptor config = Descriptor.read(json.requiredObject("config"));
        if (!json.has("layers")) {
            throw new ImageFormatException("image manifest has no \"layers\"");
        }
        List<Descriptor> layers = new ArrayList<>();
        for (JsonFields layer : json.objects("layers")) {
            layers.add(Descriptor.read(layer));
        }
        return new Manifest(json.text("mediaType"), config, layers, json.strings("annotations"));
    }
}

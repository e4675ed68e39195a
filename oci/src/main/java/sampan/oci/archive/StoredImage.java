package sampan.oci.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Manifest;
import sampan.oci.image.StrictJson;
import sampan.oci.layer.RecipeReader;
import sampan.oci.store.LayerStore;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An image of the store, to be written.
 *
 * @param document its configuration, byte for byte
 * @param names tags it is to have where it is written
 */
public record StoredImage(Document document, ImageConfig config, List<ImageReference> names) {
    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";

    public StoredImage {
        names = List.copyOf(names);
    }

    /** With its layers as they lie in the store, unpacked. */
    public WholeImage whole(LayerStore layers) throws IOException {
        List<ObjectNode> chain = new ArrayList<>();
        for (Digest diffId : config.diffIds()) {
            chain.add(layer(diffId, layers));
        }
        return new WholeImage(Manifest.MEDIA_TYPE, manifest(chain), names, (blob, out) -> write(blob, layers, out));
    }

    private void write(Descriptor blob, LayerStore layers, OutputStream out) throws IOException {
        if (blob.digest().equals(document.digest())) {
            out.write(document.bytes());
        } else {
            try (RecipeReader layer = layers.recipe(blob.digest())) {
                write(layer, blob.digest(), out);
            }
        }
    }

    /** @param chain the layers' descriptors */
    Document manifest(List<ObjectNode> chain) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("schemaVersion", 2).put("mediaType", Manifest.MEDIA_TYPE);
        manifest.set("config", descriptor(ImageConfig.MEDIA_TYPE, document.digest(), document.size()));
        manifest.putArray("layers").addAll(chain);
        return Document.of(StrictJson.bytes(manifest));
    }

    static ObjectNode layer(Digest diffId, LayerStore layers) throws IOException {
        try (RecipeReader layer = layers.recipe(diffId)) {
            return descriptor(LAYER_TYPE, diffId, layer.size());
        }
    }

    static ObjectNode descriptor(String mediaType, Digest digest, long size) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("mediaType", mediaType)
                .put("digest", digest.toString())
                .put("size", size);
    }

    /** @throws IOException also when the layer is no longer what it was */
    static void write(RecipeReader layer, Digest diffId, OutputStream out) throws IOException {
        Digest written = layer.writeTo(out);
        if (!written.equals(diffId)) {
            throw new IOException("layer " + diffId + " is damaged: it has the digest " + written);
        }
    }
}

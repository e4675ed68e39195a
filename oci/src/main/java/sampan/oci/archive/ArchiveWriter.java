package sampan.oci.archive;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageReference;
import sampan.oci.image.Index;
import sampan.oci.image.Manifest;
import sampan.oci.image.StrictJson;
import sampan.oci.layer.RecipeReader;
import sampan.oci.layer.TarEntry;
import sampan.oci.layer.TarWriter;
import sampan.oci.store.LayerStore;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes images as {@code docker save} does since version 25: an OCI layout that has a {@code manifest.json} for older readers. The same
 * images give the same bytes.
 */
public final class ArchiveWriter {
    private static final int FILE = 0644;
    static final int FOLDER = 0755;

    private final LayerStore layers;
    private final TarWriter archive;
    /** In the order of their names. */
    private final Map<String, Blob> blobs = new TreeMap<>();

    private final ArrayNode index = JsonNodeFactory.instance.arrayNode();
    private final ArrayNode manifest = JsonNodeFactory.instance.arrayNode();
    private final Map<String, Map<String, String>> repositories = new TreeMap<>();

    private ArchiveWriter(LayerStore layers, OutputStream out) {
        this.layers = layers;
        this.archive = new TarWriter(out);
    }

    /** What stands under a digest. */
    private sealed interface Blob {
        record Text(Document document) implements Blob {}

        record Layer(Digest diffId) implements Blob {}
    }

    /** @throws IOException also when a layer is no longer what it was */
    public static void write(List<StoredImage> images, LayerStore layers, OutputStream out) throws IOException {
        ArchiveWriter writer = new ArchiveWriter(layers, out);
        for (StoredImage image : images) {
            writer.add(image);
        }
        writer.write();
    }

    private void add(StoredImage image) throws IOException {
        put(image.document());
        ObjectNode listed =
                manifest.addObject().put("Config", path(image.document().digest()));
        if (image.names().isEmpty()) {
            listed.putNull("RepoTags");
        } else {
            listed.putArray("RepoTags");
        }
        ArrayNode paths = listed.putArray("Layers");
        ObjectNode sources = listed.putObject("LayerSources");
        List<ObjectNode> chain = new ArrayList<>();
        for (Digest diffId : image.config().diffIds()) {
            ObjectNode layer = StoredImage.layer(diffId, layers);
            blobs.put(path(diffId), new Blob.Layer(diffId));
            chain.add(layer);
            paths.add(path(diffId));
            sources.set(diffId.toString(), layer.deepCopy());
        }
        list(image, listed, image.manifest(chain));
    }

    private void list(StoredImage image, ObjectNode listed, Document text) {
        Digest digest = put(text);
        for (ImageReference name : image.names()) {
            String tag = name.tag().orElse(ImageReference.DEFAULT_TAG);
            ObjectNode described = StoredImage.descriptor(Manifest.MEDIA_TYPE, digest, text.size());
            described
                    .putObject("annotations")
                    .put(LayoutIndex.CONTAINERD_NAME, name.toString())
                    .put(LayoutIndex.REF_NAME, tag);
            index.add(described);
            listed.withArray("RepoTags").add(name.familiar());
            if (!image.config().diffIds().isEmpty()) {
                repositories
                        .computeIfAbsent(name.familiarName(), _ -> new TreeMap<>())
                        .put(tag, image.config().diffIds().getLast().hex());
            }
        }
        if (image.names().isEmpty()) {
            index.add(StoredImage.descriptor(Manifest.MEDIA_TYPE, digest, text.size()));
        }
    }

    private Digest put(Document document) {
        blobs.put(path(document.digest()), new Blob.Text(document));
        return document.digest();
    }

    private static String path(Digest digest) {
        return ArchiveFile.path(digest);
    }

    private void write() throws IOException {
        archive.write(entry("blobs/", FOLDER, new TarEntry.Content.Directory()));
        archive.write(entry("blobs/sha256/", FOLDER, new TarEntry.Content.Directory()));
        for (Map.Entry<String, Blob> blob : blobs.entrySet()) {
            switch (blob.getValue()) {
                case Blob.Text(Document text) -> document(blob.getKey(), text.bytes());
                case Blob.Layer(Digest diffId) -> layer(blob.getKey(), diffId);
            }
        }
        ObjectNode top = JsonNodeFactory.instance.objectNode();
        top.put("schemaVersion", 2).put("mediaType", Index.MEDIA_TYPE).set("manifests", index);
        document(OciLayout.INDEX, StrictJson.bytes(top));
        document(DockerArchive.MANIFEST, StrictJson.bytes(manifest));
        document(OciLayout.LAYOUT, OciLayout.VERSION_DOCUMENT);
        if (!repositories.isEmpty()) {
            ObjectNode names = JsonNodeFactory.instance.objectNode();
            repositories.forEach((name, tags) -> tags.forEach(names.putObject(name)::put));
            document(LegacyArchive.REPOSITORIES, StrictJson.bytes(names));
        }
        archive.finish();
    }

    static TarEntry entry(String name, int mode, TarEntry.Content content) {
        return new TarEntry(name, new TarEntry.Attributes(mode, 0, 0, 0, 0), content, Map.of());
    }

    static TarEntry file(String name, long size) {
        List<TarEntry.Extent> whole = size == 0 ? List.of() : List.of(new TarEntry.Extent(0, size));
        return entry(name, FILE, new TarEntry.Content.File(size, whole));
    }

    private void document(String name, byte[] bytes) throws IOException {
        archive.write(file(name, bytes.length), bytes.length, out -> out.write(bytes));
    }

    private void layer(String name, Digest diffId) throws IOException {
        try (RecipeReader layer = layers.recipe(diffId)) {
            archive.write(file(name, layer.size()), layer.size(), out -> StoredImage.write(layer, diffId, out));
        }
    }
}

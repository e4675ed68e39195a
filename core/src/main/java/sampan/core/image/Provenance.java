package sampan.core.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import sampan.kernel.Fd;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;
import sampan.oci.store.WholeFile;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * As which blobs registries have layers, and the manifests that images came with: what is known there need not be sent again, and an image
 * that goes on unchanged keeps its digest. Only a memory: without it a push takes longer.
 */
final class Provenance {
    private static final Logger LOG = System.getLogger(Provenance.class.getName());
    private static final String FILE = "registry.json";
    private static final int LARGEST_MANIFEST = 64 << 10;
    private static final int MOST_BLOBS = 8;
    private static final int MOST_PLACES = 16;

    private final Fd folder;
    private final Map<Digest, List<Known>> layers = new LinkedHashMap<>();
    private final Map<ImageId, Kept> manifests = new LinkedHashMap<>();

    /** What the file says; most pulls bring nothing new. */
    private byte[] saved = {};

    /**
     * A layer as registries have it.
     *
     * @param places repositories with their registries, the newest last
     */
    record Known(Digest digest, long size, String mediaType, List<String> places) {
        Known {
            places = List.copyOf(places);
        }

        Known and(String place) {
            List<String> more = new ArrayList<>(places);
            more.remove(place);
            more.add(place);
            return new Known(
                    digest, size, mediaType, more.subList(Math.max(0, more.size() - MOST_PLACES), more.size()));
        }
    }

    /** A manifest as it came. */
    record Kept(String mediaType, String text) {}

    private Provenance(Fd folder) {
        this.folder = folder;
    }

    /** @param folder stays the caller's */
    static Provenance open(Fd folder) throws IOException {
        Provenance provenance = new Provenance(folder);
        Optional<byte[]> file = WholeFile.read(folder, FILE, StrictJson.MAX_DOCUMENT);
        try {
            if (file.isPresent()) {
                provenance.parse(StrictJson.parse(file.get(), "images/" + FILE));
            }
            return provenance;
        } catch (ImageFormatException damaged) {
            LOG.log(Level.WARNING, "what registries have is forgotten: " + damaged.getMessage());
            return new Provenance(folder);
        }
    }

    private void parse(JsonFields json) throws IOException {
        for (JsonFields layer : json.objects("layers")) {
            List<Known> known = new ArrayList<>();
            for (JsonFields blob : layer.objects("blobs")) {
                known.add(new Known(
                        Digest.parse(blob.requiredText("digest")),
                        blob.number("size"),
                        blob.text("mediaType"),
                        blob.texts("places")));
            }
            layers.put(Digest.parse(layer.requiredText("diffId")), known);
        }
        for (JsonFields manifest : json.objects("manifests")) {
            manifests.put(
                    ImageId.parse(manifest.requiredText("image")),
                    new Kept(manifest.text("mediaType"), manifest.text("text")));
        }
    }

    /** The newest first. */
    synchronized List<Known> layer(Digest diffId) {
        return layers.getOrDefault(diffId, List.of()).reversed();
    }

    synchronized Optional<Kept> manifest(ImageId id) {
        return Optional.ofNullable(manifests.get(id));
    }

    synchronized void note(Digest diffId, Descriptor blob, String place) {
        List<Known> known = new ArrayList<>(layers.getOrDefault(diffId, List.of()));
        Known seen = known.stream()
                .filter(other -> other.digest().equals(blob.digest()))
                .findFirst()
                .orElseGet(() -> new Known(blob.digest(), blob.size(), blob.mediaType(), List.of()));
        known.remove(seen);
        known.add(seen.and(place));
        layers.put(diffId, List.copyOf(known.subList(Math.max(0, known.size() - MOST_BLOBS), known.size())));
    }

    synchronized void note(ImageId id, String mediaType, byte[] manifest) {
        if (manifest.length <= LARGEST_MANIFEST) {
            manifests.put(id, new Kept(mediaType, new String(manifest, UTF_8)));
        }
    }

    /** Brings it to the disk, without what is no longer here. */
    synchronized void save(Set<Digest> present, Predicate<ImageId> known) throws IOException {
        layers.keySet().retainAll(present);
        manifests.keySet().removeIf(known.negate());
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("layers");
        layers.forEach((diffId, blobs) -> {
            ObjectNode layer = list.addObject().put("diffId", diffId.toString());
            ArrayNode array = layer.putArray("blobs");
            for (Known blob : blobs) {
                ObjectNode node = array.addObject()
                        .put("digest", blob.digest().toString())
                        .put("size", blob.size())
                        .put("mediaType", blob.mediaType());
                blob.places().forEach(node.putArray("places")::add);
            }
        });
        ArrayNode images = json.putArray("manifests");
        manifests.forEach((id, kept) -> images.addObject()
                .put("image", id.toString())
                .put("mediaType", kept.mediaType())
                .put("text", kept.text()));
        byte[] text = StrictJson.bytes(json);
        if (!Arrays.equals(text, saved)) {
            WholeFile.replace(folder, FILE, text);
            saved = text;
        }
    }
}

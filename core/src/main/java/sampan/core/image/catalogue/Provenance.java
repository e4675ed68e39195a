package sampan.core.image.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
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
public final class Provenance {
    private static final Logger LOG = System.getLogger(Provenance.class.getName());
    private static final String FILE = "registry.json";
    private static final int LARGEST_MANIFEST = 64 << 10;
    private static final int MOST_BLOBS = 8;
    private static final int MOST_PLACES = 16;

    private final Fd folder;
    private final Map<Digest, List<Known>> layers = new LinkedHashMap<>();
    private final Map<ImageId, Kept> manifests = new LinkedHashMap<>();
    /** Those that led to a manifest. */
    private final Map<ImageId, Kept> indexes = new LinkedHashMap<>();

    /** Most pulls bring nothing new. */
    private boolean changed;

    /**
     * A layer as registries have it.
     *
     * @param places repositories with their registries, the newest last
     */
    public record Known(Digest digest, long size, String mediaType, List<String> places) {
        public Known {
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

    /** A manifest or index as it came. */
    public record Kept(String mediaType, String text, Digest digest) {
        public Kept(String mediaType, String text) {
            this(mediaType, text, Digest.sha256(text.getBytes(UTF_8)));
        }
    }

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
        parse(json.objects("manifests"), manifests);
        parse(json.objects("indexes"), indexes);
    }

    private static void parse(List<JsonFields> list, Map<ImageId, Kept> documents) throws IOException {
        for (JsonFields document : list) {
            documents.put(
                    ImageId.parse(document.requiredText("image")),
                    new Kept(document.text("mediaType"), document.text("text")));
        }
    }

    /** The newest first. */
    public synchronized List<Known> layer(Digest diffId) {
        return layers.getOrDefault(diffId, List.of()).reversed();
    }

    public synchronized Optional<Kept> manifest(ImageId id) {
        return Optional.ofNullable(manifests.get(id));
    }

    /** Whichever manifest or index has the digest. */
    public synchronized Optional<Kept> document(Digest digest) {
        return Stream.concat(manifests.values().stream(), indexes.values().stream())
                .filter(kept -> kept.digest.equals(digest))
                .findFirst();
    }

    public synchronized void note(Digest diffId, Descriptor blob, String place) {
        List<Known> known = new ArrayList<>(layers.getOrDefault(diffId, List.of()));
        Known seen = known.stream()
                .filter(other -> other.digest().equals(blob.digest()))
                .findFirst()
                .orElseGet(() -> new Known(blob.digest(), blob.size(), blob.mediaType(), List.of()));
        known.remove(seen);
        known.add(seen.and(place));
        List<Known> newest = List.copyOf(known.subList(Math.max(0, known.size() - MOST_BLOBS), known.size()));
        changed |= !newest.equals(layers.put(diffId, newest));
    }

    public void note(ImageId id, String mediaType, byte[] manifest) {
        note(manifests, id, mediaType, manifest);
    }

    public void noteIndex(ImageId id, String mediaType, byte[] index) {
        note(indexes, id, mediaType, index);
    }

    private synchronized void note(Map<ImageId, Kept> documents, ImageId id, String mediaType, byte[] text) {
        if (text.length <= LARGEST_MANIFEST) {
            Kept kept = new Kept(mediaType, new String(text, UTF_8));
            changed |= !kept.equals(documents.put(id, kept));
        }
    }

    /** Brings it to the disk, without what is no longer here. */
    synchronized void save(Set<Digest> present, Predicate<ImageId> known) throws IOException {
        changed |= layers.keySet().retainAll(present);
        changed |= manifests.keySet().removeIf(known.negate());
        changed |= indexes.keySet().removeIf(known.negate());
        if (!changed) {
            return;
        }
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
        write(manifests, json.putArray("manifests"));
        write(indexes, json.putArray("indexes"));
        WholeFile.replace(folder, FILE, StrictJson.bytes(json));
        changed = false;
    }

    private static void write(Map<ImageId, Kept> documents, ArrayNode list) {
        documents.forEach((id, kept) -> list.addObject()
                .put("image", id.toString())
                .put("mediaType", kept.mediaType())
                .put("text", kept.text()));
    }
}

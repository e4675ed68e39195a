package sampan.core.image.catalogue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.image.JsonFields;
import sampan.oci.image.StrictJson;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which images there are and what they are called. Immutable: a change makes another index, which replaces the file as a whole.
 *
 * @param references each name once, whichever image has it now
 */
public record ImageIndex(Map<ImageId, Entry> images, Map<ImageReference, ImageId> references) {
    private static final String DIGEST = "digest";

    static final ImageIndex EMPTY = new ImageIndex(Map.of(), Map.of());

    public ImageIndex {
        images = Collections.unmodifiableMap(new LinkedHashMap<>(images));
        references = Collections.unmodifiableMap(new LinkedHashMap<>(references));
    }

    /**
     * One image.
     *
     * @param size bytes of all its files
     * @param tagged when it got its newest name
     * @param removed by its user, while containers still stand on it: nobody sees it any more, and it goes with the last of them
     */
    record Entry(long size, Optional<Instant> tagged, boolean removed) {
        static final Entry UNKNOWN = new Entry(0, Optional.empty(), false);

        Entry(long size) {
            this(size, Optional.empty(), false);
        }
    }

    /** Those that people see. */
    public List<ImageId> ids() {
        return images.entrySet().stream()
                .filter(image -> !image.getValue().removed())
                .map(Map.Entry::getKey)
                .toList();
    }

    public boolean contains(ImageId id) {
        Entry entry = images.get(id);
        return entry != null && !entry.removed();
    }

    public boolean isRemoved(ImageId id) {
        Entry entry = images.get(id);
        return entry != null && entry.removed();
    }

    /** With an image that is new, or was there already, or had been removed. */
    public ImageIndex with(ImageId id, long size) {
        Entry old = images.getOrDefault(id, Entry.UNKNOWN);
        return with(id, new Entry(size, old.tagged(), false));
    }

    private ImageIndex with(ImageId id, Entry entry) {
        Map<ImageId, Entry> more = new LinkedHashMap<>(images);
        more.put(id, entry);
        return new ImageIndex(more, references);
    }

    public ImageIndex tagged(ImageReference reference, ImageId id, Instant when) {
        Map<ImageReference, ImageId> more = new LinkedHashMap<>(references);
        more.put(reference, id);
        Entry entry = images.getOrDefault(id, Entry.UNKNOWN);
        return new ImageIndex(images, more).with(id, new Entry(entry.size(), Optional.of(when), false));
    }

    public ImageIndex untagged(ImageReference reference) {
        Map<ImageReference, ImageId> fewer = new LinkedHashMap<>(references);
        fewer.remove(reference);
        return new ImageIndex(images, fewer);
    }

    private ImageIndex unnamed(ImageId id) {
        Map<ImageReference, ImageId> names = new LinkedHashMap<>(references);
        names.values().removeIf(id::equals);
        return new ImageIndex(images, names);
    }

    public ImageIndex without(ImageId id) {
        Map<ImageId, Entry> fewer = new LinkedHashMap<>(images);
        fewer.remove(id);
        return new ImageIndex(fewer, references).unnamed(id);
    }

    /** Removed for everybody but the containers that were made from it. */
    public ImageIndex hidden(ImageId id) {
        Entry entry = images.getOrDefault(id, Entry.UNKNOWN);
        return unnamed(id).with(id, new Entry(entry.size(), entry.tagged(), true));
    }

    /** The names of an image, sorted. */
    public List<ImageReference> referencesOf(ImageId id) {
        List<ImageReference> names = new ArrayList<>();
        references.forEach((reference, named) -> {
            if (named.equals(id)) {
                names.add(reference);
            }
        });
        names.sort(Comparator.comparing(ImageReference::toString));
        return names;
    }

    public Optional<ImageId> named(ImageReference reference) {
        return Optional.ofNullable(references.get(reference));
    }

    /** @throws ImageFormatException also when a byte is not what it was */
    static ImageIndex parse(byte[] text) throws IOException {
        Map<ImageId, Entry> images = new LinkedHashMap<>();
        Map<ImageReference, ImageId> references = new LinkedHashMap<>();
        JsonFields all = StrictJson.parse(text, "images/index.json");
        for (JsonFields image : all.objects("images")) {
            ImageId id = ImageId.parse(image.requiredText("id"));
            images.put(id, new Entry(image.number("size"), image.time("tagged"), image.flag("removed")));
            for (String name : image.texts("references")) {
                if (references.put(ImageReference.parse(name), id) != null) {
                    throw new ImageFormatException("images/index.json has the reference \"" + name + "\" twice");
                }
            }
        }
        ImageIndex index = new ImageIndex(images, references);
        String digest = all.text(DIGEST);
        if (!digest.isEmpty() && !digest.equals(index.digest())) {
            throw new ImageFormatException("images/index.json has another digest than it says");
        }
        return index;
    }

    byte[] toJson() {
        return StrictJson.bytes(json().put(DIGEST, digest()));
    }

    private String digest() {
        return Digest.sha256(StrictJson.bytes(json())).toString();
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode list = json.putArray("images");
        images.forEach((id, entry) -> {
            ObjectNode image = list.addObject();
            image.put("id", id.toString());
            image.put("size", entry.size());
            entry.tagged().ifPresent(when -> image.put("tagged", when.toString()));
            if (entry.removed()) {
                image.put("removed", true);
            }
            ArrayNode names = image.putArray("references");
            referencesOf(id).forEach(reference -> names.add(reference.toString()));
        });
        return json;
    }
}

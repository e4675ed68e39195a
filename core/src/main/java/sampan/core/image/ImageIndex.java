package sampan.core.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
record ImageIndex(Map<ImageId, Long> sizes, Map<ImageReference, ImageId> references) {
    static final ImageIndex EMPTY = new ImageIndex(Map.of(), Map.of());

    ImageIndex {
        sizes = Collections.unmodifiableMap(new LinkedHashMap<>(sizes));
        references = Collections.unmodifiableMap(new LinkedHashMap<>(references));
    }

    ImageIndex with(ImageId id, long size) {
        Map<ImageId, Long> more = new LinkedHashMap<>(sizes);
        more.put(id, size);
        return new ImageIndex(more, references);
    }

    ImageIndex tagged(ImageReference reference, ImageId id) {
        Map<ImageReference, ImageId> more = new LinkedHashMap<>(references);
        more.put(reference, id);
        return new ImageIndex(sizes, more);
    }

    ImageIndex untagged(ImageReference reference) {
        Map<ImageReference, ImageId> fewer = new LinkedHashMap<>(references);
        fewer.remove(reference);
        return new ImageIndex(sizes, fewer);
    }

    ImageIndex without(ImageId id) {
        Map<ImageId, Long> fewer = new LinkedHashMap<>(sizes);
        fewer.remove(id);
        Map<ImageReference, ImageId> names = new LinkedHashMap<>(references);
        names.values().removeIf(id::equals);
        return new ImageIndex(fewer, names);
    }

    /** The names of an image, sorted. */
    List<ImageReference> referencesOf(ImageId id) {
        List<ImageReference> names = new ArrayList<>();
        references.forEach((reference, named) -> {
            if (named.equals(id)) {
                names.add(reference);
            }
        });
        names.sort(Comparator.comparing(ImageReference::toString));
        return names;
    }

    Optional<ImageId> named(ImageReference reference) {
        return Optional.ofNullable(references.get(reference));
    }

    static ImageIndex parse(byte[] text) throws IOException {
        Map<ImageId, Long> sizes = new LinkedHashMap<>();
        Map<ImageReference, ImageId> references = new LinkedHashMap<>();
        for (JsonFields image : StrictJson.parse(text, "images/index.json").objects("images")) {
            ImageId id = ImageId.parse(image.requiredText("id"));
            sizes.put(id, image.number("size"));
            for (String name : image.texts("references")) {
                if (references.put(ImageReference.parse(name), id) != null) {
                    throw new ImageFormatException("images/index.json has the reference \"" + name + "\" twice");
                }
            }
        }
        return new ImageIndex(sizes, references);
    }

    byte[] toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode images = json.putArray("images");
        sizes.forEach((id, size) -> {
            ObjectNode image = images.addObject();
            image.put("id", id.toString());
            image.put("size", size);
            ArrayNode names = image.putArray("references");
            referencesOf(id).forEach(reference -> names.add(reference.toString()));
        });
        return StrictJson.bytes(json);
    }
}

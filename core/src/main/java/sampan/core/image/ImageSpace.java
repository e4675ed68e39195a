package sampan.core.image;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import sampan.core.image.catalogue.Image;
import sampan.oci.image.Digest;

/**
 * What the images take on disk.
 *
 * @param total bytes of all layers, each counted once
 */
public record ImageSpace(List<Share> images, long total) {
    public ImageSpace {
        images = List.copyOf(images);
    }

    /**
     * One image's part.
     *
     * @param shared bytes of the layers that another image has as well
     */
    public record Share(Image image, long shared) {
        public long unique() {
            return image.size() - shared;
        }
    }

    /**
     * @param size of a layer's files
     * @param packed of what the storage driver made of them
     */
    static ImageSpace of(List<Image> images, ToLongFunction<Digest> size, ToLongFunction<Digest> packed) {
        Map<Digest, Integer> users = new HashMap<>();
        for (Image image : images) {
            new HashSet<>(image.config().diffIds()).forEach(layer -> users.merge(layer, 1, Integer::sum));
        }
        List<Share> shares = new ArrayList<>();
        for (Image image : images) {
            long shared = image.config().diffIds().stream()
                    .filter(layer -> users.getOrDefault(layer, 0) > 1)
                    .mapToLong(size)
                    .sum();
            shares.add(new Share(image, shared));
        }
        return new ImageSpace(
                shares,
                users.keySet().stream()
                        .mapToLong(layer -> size.applyAsLong(layer) + packed.applyAsLong(layer))
                        .sum());
    }
}

package sampan.oci.archive;

import java.util.List;
import java.util.Optional;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageReference;
import sampan.oci.layer.TarIndex;

/**
 * An image that an archive says it holds. Its layers were not looked at.
 *
 * @param document the configuration, byte for byte
 * @param config the same, read
 * @param layers the lowest first, one for each diff id of the configuration
 */
public record ArchivedImage(Document document, ImageConfig config, List<Layer> layers, List<ImageReference> names) {
    public ArchivedImage {
        layers = List.copyOf(layers);
        names = List.copyOf(names);
    }

    /**
     * Where a layer is.
     *
     * @param diffId what the archive must have for its digest once it is uncompressed
     * @param blob what else is promised about it as it lies there
     */
    public record Layer(Digest diffId, TarIndex.Member file, Optional<Promise> blob) {}

    /** Digest and size of a blob. */
    public record Promise(Digest digest, long size) {
        static Promise of(Descriptor descriptor) {
            return new Promise(descriptor.digest(), descriptor.size());
        }
    }
}

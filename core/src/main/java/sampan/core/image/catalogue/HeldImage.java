package sampan.core.image.catalogue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sampan.oci.image.Digest;
import sampan.oci.image.History;
import sampan.oci.image.ImageConfig;

/** An image whose layers stay where they are until this is closed, whoever removes it meanwhile. */
public final class HeldImage implements AutoCloseable {
    private final Catalogue catalogue;
    private final Image image;
    private final Lease lease;
    private final List<Layer> layers;

    private HeldImage(Catalogue catalogue, Image image, Lease lease) {
        this.catalogue = catalogue;
        this.image = image;
        this.lease = lease;
        this.layers = layers(image.config());
    }

    /**
     * A layer.
     *
     * @param number in the image, the lowest is 1
     * @param folder its content
     * @param step that made it; empty when the image tells less of its history than it has layers
     */
    public record Layer(int number, Digest diffId, Path folder, Optional<History> step) {}

    public static HeldImage of(Catalogue catalogue, String nameOrId) {
        synchronized (catalogue) {
            Image image = catalogue.image(ImageNames.resolve(nameOrId, catalogue.index()));
            return new HeldImage(
                    catalogue, image, catalogue.lease(image.config().diffIds()));
        }
    }

    private List<Layer> layers(ImageConfig config) {
        List<History> steps =
                config.history().stream().filter(step -> !step.emptyLayer()).toList();
        List<Layer> all = new ArrayList<>();
        for (int i = 0; i < config.diffIds().size(); i++) {
            Digest diffId = config.diffIds().get(i);
            Optional<History> step = i < steps.size() ? Optional.of(steps.get(i)) : Optional.empty();
            all.add(new Layer(i + 1, diffId, catalogue.layers().content(diffId), step));
        }
        return List.copyOf(all);
    }

    public Image image() {
        return image;
    }

    /** The lowest first, and one that the image has several times as often. */
    public List<Layer> layers() {
        return layers;
    }

    /** The topmost first, and each once: a layer adds nothing beneath itself. */
    public List<Layer> stack() {
        Set<Digest> seen = new HashSet<>();
        return layers.reversed().stream()
                .filter(layer -> seen.add(layer.diffId()))
                .toList();
    }

    @Override
    public void close() {
        lease.close();
    }
}

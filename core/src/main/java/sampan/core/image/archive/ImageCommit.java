package sampan.core.image.archive;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.catalogue.Image;
import sampan.core.image.catalogue.Lease;
import sampan.oci.image.Digest;
import sampan.oci.image.History;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.store.LayerStore;

/** Makes an image of another and one more layer. */
public final class ImageCommit {
    private final Catalogue catalogue;
    private final Clock clock;

    public ImageCommit(Catalogue catalogue, Clock clock) {
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /** Puts an image into the index. */
    @FunctionalInterface
    public interface Adding {
        Image add(ImageConfig config, Optional<LayerStore.Draft> layer, long size, Optional<ImageReference> reference)
                throws IOException;
    }

    public Image commit(ImageId parent, CommitOptions options, Optional<LayerContent> content, Adding adding)
            throws IOException {
        if (options.reference().filter(name -> name.digest().isPresent()).isPresent()) {
            throw new EngineException.InvalidArgument("cannot commit to digest reference");
        }
        ImageConfig base = catalogue.config(parent);
        long below = catalogue.image(parent).size();
        try (Lease _ = catalogue.lease(base.diffIds())) {
            if (content.isEmpty()) {
                return adding.add(
                        config(base, Optional.empty(), options), Optional.empty(), below, options.reference());
            }
            try (LayerStore.Draft layer = LayerPipe.store(catalogue.layers(), content.get())) {
                catalogue.layers().sync();
                ImageConfig config = config(base, Optional.of(layer.unpacked().diffId()), options);
                long size = below + layer.unpacked().size();
                return adding.add(config, Optional.of(layer), size, options.reference());
            }
        }
    }

    private ImageConfig config(ImageConfig base, Optional<Digest> layer, CommitOptions options) {
        var now = Optional.of(clock.instant());
        List<Digest> diffIds = new ArrayList<>(base.diffIds());
        layer.ifPresent(diffIds::add);
        List<History> history = new ArrayList<>(base.history());
        history.add(new History(now, options.createdBy(), options.author(), options.message(), layer.isEmpty()));
        return new ImageConfig(
                base.platform(), now, options.author(), options.message(), options.config(), diffIds, history);
    }
}

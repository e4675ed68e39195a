package sampan.core.image.archive;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.catalogue.ImageNames;
import sampan.core.image.change.Changes;
import sampan.oci.appc.AciArchive;
import sampan.oci.appc.AciManifest;
import sampan.oci.archive.Document;
import sampan.oci.image.ContainerDefaults;
import sampan.oci.image.Digest;
import sampan.oci.image.History;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.store.LayerStore;

/** Makes an image of an ACI: its root file system becomes a layer above those of the images it depends on, which have to be here. */
public final class AciLoading {
    private static final String IMAGE_ID = "appc.io/image-id";

    private final Catalogue catalogue;
    private final Instant when;

    public AciLoading(Catalogue catalogue, Instant when) {
        this.catalogue = catalogue;
        this.when = when;
    }

    /** Whether what was unpacked as a root file system looks like an ACI. */
    static boolean isLikely(LayerStore.Draft layer) {
        try {
            Optional<byte[]> text = layer.file(AciArchive.MANIFEST, AciManifest.LARGEST);
            return text.isPresent() && AciManifest.find(text.get()).isPresent();
        } catch (ImageFormatException unsupported) {
            return true;
        } catch (IOException somebodysFile) {
            return false;
        }
    }

    /**
     * The image under the name its manifest gives it, or under another one.
     *
     * @param options of them, changes and message
     */
    public LoadedImage load(AciArchive aci, Optional<ImageReference> name, ImportOptions options) throws IOException {
        AciManifest manifest = aci.manifest();
        ContainerDefaults defaults = Changes.apply(options.changes(), manifest.config(aci.imageId()));
        try (Arrivals arrivals = new Arrivals(catalogue)) {
            List<Digest> layers = new ArrayList<>();
            List<History> history = new ArrayList<>();
            for (AciManifest.Dependency dependency : manifest.dependencies()) {
                ImageConfig below = find(dependency, arrivals);
                layers.addAll(below.diffIds());
                history.addAll(below.history());
            }
            layers.add(arrivals.take(LayerPipe.store(catalogue.layers(), aci::writeRootfs)));
            Instant created = manifest.created().orElse(when);
            history.add(new History(
                    Optional.of(created), "ACI " + manifest.name(), manifest.author(), options.message(), false));
            ImageConfig config = new ImageConfig(
                    manifest.platform(),
                    Optional.of(created),
                    manifest.author(),
                    options.message(),
                    defaults,
                    layers,
                    history);
            List<ImageReference> names =
                    name.or(manifest::reference).map(List::of).orElse(List.of());
            Arrivals.Arrival arrival = new Arrivals.Arrival(Document.of(config.toJson()), config, names);
            return arrivals.keep(List.of(arrival), when).getFirst();
        }
    }

    /** An image that lies below, kept from being removed meanwhile. */
    private ImageConfig find(AciManifest.Dependency dependency, Arrivals arrivals) {
        String wanted = dependency.reference().map(ImageReference::familiar).orElse(dependency.name());
        synchronized (catalogue) {
            ImageConfig found;
            try {
                ImageId id = ImageNames.resolve(wanted, catalogue.index());
                found = catalogue.config(id);
            } catch (EngineException.NotFound missing) {
                throw new EngineException.InvalidArgument(
                        "the ACI stands on " + wanted + ", which is not here: import that first");
            }
            String id = found.config().labels().getOrDefault(IMAGE_ID, "");
            if (!dependency.imageId().isEmpty() && !dependency.imageId().equals(id)) {
                throw new EngineException.InvalidArgument(
                        "the ACI stands on " + wanted + " with the image ID " + dependency.imageId()
                                + ", and what is here under that name has " + (id.isEmpty() ? "none" : id));
            }
            arrivals.expect(found.diffIds());
            return found;
        }
    }
}

package sampan.core.image.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.core.image.catalogue.Catalogue;
import sampan.core.image.change.Changes;
import sampan.kernel.Fd;
import sampan.oci.appc.AciArchive;
import sampan.oci.archive.Document;
import sampan.oci.image.ContainerDefaults;
import sampan.oci.image.History;
import sampan.oci.image.ImageConfig;
import sampan.oci.image.ImageFormatException;
import sampan.oci.image.ImageReference;
import sampan.oci.store.LayerStore;

/**
 * Makes an image of one layer from the archive of a root file system; what turns out to be an ACI becomes what its manifest says.
 *
 * @param created what the image says about when it was made
 * @param when it gets its name
 */
public record ImageImport(Catalogue catalogue, Instant created, Instant when) {
    /** @throws IOException for a malformed archive as well: then nothing of it is left */
    public LoadedImage make(InputStream archive, Optional<ImageReference> name, ImportOptions options)
            throws IOException {
        ContainerDefaults config = Changes.apply(options.changes(), ContainerDefaults.NONE);
        try (LayerStore.Draft layer = catalogue.layers().unpack(archive)) {
            archive.transferTo(OutputStream.nullOutputStream()); // who checks a signature wants to see all of it
            Optional<LoadedImage> aci = AciLoading.isLikely(layer) ? aci(layer, name, options) : Optional.empty();
            return aci.isPresent() ? aci.get() : rootfs(layer, name, options, config);
        }
    }

    private LoadedImage rootfs(
            LayerStore.Draft layer, Optional<ImageReference> name, ImportOptions options, ContainerDefaults config)
            throws IOException {
        ImageConfig image = new ImageConfig(
                options.platform(),
                Optional.of(created),
                "",
                options.message(),
                config,
                List.of(layer.unpacked().diffId()),
                List.of(new History(
                        Optional.of(created), String.join(" ", config.cmd()), "", options.message(), false)));
        List<ImageReference> names =
                name.map(ImageReference::withDefaultTag).map(List::of).orElse(List.of());
        try (Arrivals arrivals = new Arrivals(catalogue)) {
            arrivals.take(layer);
            return arrivals.keep(List.of(new Arrivals.Arrival(Document.of(image.toJson()), image, names)), when)
                    .getFirst();
        }
    }

    /** Empty when other things lie beside manifest and root file system. */
    private Optional<LoadedImage> aci(LayerStore.Draft layer, Optional<ImageReference> name, ImportOptions options)
            throws IOException {
        try (Fd plain = catalogue.spool(layer::writeArchive)) {
            Optional<AciArchive> aci = AciArchive.find(plain);
            return aci.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new AciLoading(catalogue, when).load(aci.get(), name, options));
        } catch (ImageFormatException malformed) {
            throw new EngineException.InvalidArgument(String.valueOf(malformed.getMessage()));
        }
    }
}

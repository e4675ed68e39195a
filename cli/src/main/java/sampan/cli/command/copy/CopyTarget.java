package sampan.cli.command.copy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import sampan.cli.call.Call;
import sampan.cli.call.CommandFailure;
import sampan.cli.command.registry.Pulling;
import sampan.cli.flag.InvalidValue;
import sampan.core.image.archive.ImageSaving;
import sampan.core.image.catalogue.HeldImage;
import sampan.core.snapshot.ContainerTrees;
import sampan.core.snapshot.MergedTree;
import sampan.oci.archive.LayoutWriter;
import sampan.oci.image.ImageReference;
import sampan.oci.layer.TarWriter;

/** Brings an image from the store to where it is to be. */
record CopyTarget(Call call, CopySource source) {
    void bring(Transport to) throws IOException, InvalidValue, CommandFailure {
        switch (to) {
            case Transport.Store(String name) -> {
                var image = call.engine().images().find(source.held().familiar());
                call.engine().images().tag(image.id(), Transport.reference(name).withDefaultTag());
            }
            case Transport.Registry(ImageReference name) ->
                Pulling.quietly(
                        call, session -> call.engine().images().transfers().push(source.held(), name, session));
            case Transport.Archive(String file, Optional<String> name, boolean layout) -> {
                try (ImageSaving saving = saving(layout ? Optional.empty() : name)) {
                    ImageBytes bytes = layout ? out -> LayoutWriter.write(saving.whole(), name, out) : saving::writeTo;
                    bytes.toFile(call, file);
                }
            }
            case Transport.Tarball(String file) -> rootfs(file);
            case Transport.Aci _ -> throw new InvalidValue("ACI archives are read, not written");
            case Transport.Layout(String folder, Optional<String> name) -> {
                try (ImageSaving saving = saving(Optional.empty());
                        LayoutFolder layout = LayoutFolder.make(call, folder)) {
                    LayoutWriter.write(saving.whole(), name, layout);
                }
            }
            case Transport.Daemon(String name) -> {
                try (DockerDaemon daemon = DockerDaemon.connect(call);
                        ImageSaving saving = saving(Optional.of(name))) {
                    daemon.load(saving::writeTo);
                }
            }
        }
    }

    private void rootfs(String file) throws IOException, CommandFailure {
        try (HeldImage image = call.engine().images().hold(source.held().familiar());
                ContainerTrees trees =
                        new ContainerTrees(MergedTree.of(image.image().layers()), MergedTree.of(List.of()), true)) {
            ImageBytes bytes = out -> trees.packAll(new TarWriter(out));
            bytes.toFile(call, file);
        }
    }

    /** Under the name that was asked for, else the one it came with. */
    private ImageSaving saving(Optional<String> name) throws InvalidValue {
        Optional<ImageReference> asked = name.isEmpty()
                ? Optional.empty()
                : Optional.of(Transport.reference(name.get()).withDefaultTag());
        List<ImageReference> names = asked
                .or(source::origin)
                .filter(known -> known.tag().isPresent())
                .map(known -> new ImageReference(known.domain(), known.path(), known.tag(), Optional.empty()))
                .stream()
                .toList();
        return call.engine()
                .images()
                .save(List.of(source.held().familiar()), Optional.empty())
                .under(names);
    }
}

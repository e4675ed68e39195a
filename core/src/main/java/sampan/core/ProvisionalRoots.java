package sampan.core;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.core.container.Inspection;
import sampan.core.container.RootFilesystems;
import sampan.core.error.EngineException;
import sampan.oci.image.ContainerDefaults;
import sampan.runtime.launch.Rootfs;

/** Images as plain folders, until the image store is there. */
final class ProvisionalRoots implements RootFilesystems {
    private final Path folder;

    ProvisionalRoots(Path folder) {
        this.folder = folder;
    }

    @Override
    public Image image(String reference) {
        if (!Files.isDirectory(folder.resolve("provisional").resolve(reference))) {
            throw new EngineException.NotFound("No such image: " + reference + ":latest");
        }
        return new Image(reference, ContainerDefaults.NONE);
    }

    @Override
    public void prepare(String container, String image) throws IOException {
        Files.createDirectories(folder.resolve("snapshots").resolve(container).resolve("upper"));
        Files.createDirectories(folder.resolve("snapshots").resolve(container).resolve("work"));
    }

    @Override
    public Rootfs open(String container, String image, boolean discard) {
        Path snapshot = folder.resolve("snapshots").resolve(container);
        return new Rootfs.OverlayRoot(
                List.of(folder.resolve("provisional").resolve(image).toString()),
                snapshot.resolve("upper").toString(),
                snapshot.resolve("work").toString(),
                discard);
    }

    @Override
    public Optional<byte[]> read(String container, String image, String path, int limit) throws IOException {
        Path file = folder.resolve("provisional").resolve(image).resolve(path.substring(1));
        return Files.isRegularFile(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
    }

    @Override
    public Inspection.Graph describe(String container, String image) {
        return new Inspection.Graph(Map.of(), "overlay2");
    }

    @Override
    public void remove(String container) throws IOException {
        Path snapshot = folder.resolve("snapshots").resolve(container);
        if (Files.exists(snapshot)) {
            try (var paths = Files.walk(snapshot)) {
                for (Path path :
                        paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}

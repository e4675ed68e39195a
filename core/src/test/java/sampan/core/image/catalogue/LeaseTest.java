package sampan.core.image.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.core.event.Publisher;
import sampan.core.image.ImageStore;
import sampan.core.image.archive.ImageSaving;
import sampan.core.image.archive.ImportOptions;
import sampan.oci.image.ImageReference;
import sampan.oci.store.Trash;

final class LeaseTest {
    @TempDir
    Path root;

    @Test
    void aLayerStaysUntilTheLastOfItsLeasesIsClosed() throws Exception {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isZero();
        Files.writeString(root.resolve("file"), "x");
        Process tar = new ProcessBuilder("tar", "-C", root.toString(), "-c", "file").start();
        byte[] archive = tar.getInputStream().readAllBytes();
        try (Trash trash = Trash.open(root);
                ImageStore store = ImageStore.open(root, trash, Clock.systemUTC(), Publisher.NOWHERE)) {
            Image image = store.importRootfs(
                    new ByteArrayInputStream(archive), Optional.of(ImageReference.parse("x")), ImportOptions.DEFAULT);
            Path layer = image.layers().getFirst();
            HeldImage first = store.hold("x");
            try (HeldImage second = store.hold("x");
                    ImageSaving saving = store.save(List.of("x"), Optional.empty())) {
                assertThat(second.image()).isEqualTo(image);
                store.remove("x", false, _ -> List.of());
                first.close();
                first.close();
                assertThat(layer).isDirectory();
                assertThat(saving).isNotNull();
            }
            assertThat(layer).doesNotExist();
        }
    }
}

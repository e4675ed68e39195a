package sampan.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.core.error.EngineException;
import sampan.core.event.Publisher;
import sampan.core.image.archive.ImportOptions;
import sampan.oci.image.ImageReference;
import sampan.oci.store.Trash;

/** A data root on a file system of 12 MiB. */
final class FullDiskTest {
    @TempDir
    Path root;

    @BeforeEach
    void mount() throws Exception {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isZero();
        assumeThat(run("mount", "-t", "tmpfs", "-o", "size=12m,mode=700", "sampan-test", root.toString()))
                .isZero();
    }

    @AfterEach
    void unmount() throws Exception {
        assertThat(run("umount", root.toString())).isZero();
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor();
    }

    private static InputStream archive(int size) throws Exception {
        Path folder = Files.createTempDirectory("archive");
        Files.write(folder.resolve("file"), new byte[size]);
        Process tar = new ProcessBuilder("tar", "-C", folder.toString(), "-c", ".").start();
        byte[] bytes = tar.getInputStream().readAllBytes();
        Files.delete(folder.resolve("file"));
        Files.delete(folder);
        return new ByteArrayInputStream(bytes);
    }

    @Test
    void anImportThatDoesNotFitLeavesNothing() throws Exception {
        long before;
        try (Trash trash = Trash.open(root);
                ImageStore store = ImageStore.open(root, trash, Clock.systemUTC(), Publisher.NOWHERE)) {
            before = root.toFile().getUsableSpace();
            Optional<ImageReference> name = Optional.of(ImageReference.parse("large"));
            assertThatThrownBy(() -> store.importRootfs(archive(20 << 20), name, ImportOptions.DEFAULT))
                    .isInstanceOf(EngineException.SystemError.class)
                    .hasMessage("cannot import the image: cannot unpack \"file\": no space left on device");
            assertThat(store.list()).hasSize(1);
            assertThatThrownBy(() -> store.find("large")).isInstanceOf(EngineException.NotFound.class);
        }
        assertThat(root.toFile().getUsableSpace()).isEqualTo(before);
    }

    @Test
    void aFullDiskCanBeWorkedOn() throws Exception {
        try (Trash trash = Trash.open(root);
                ImageStore store = ImageStore.open(root, trash, Clock.systemUTC(), Publisher.NOWHERE)) {
            Optional<ImageReference> name = Optional.of(ImageReference.parse("small"));
            store.importRootfs(archive(1 << 20), name, ImportOptions.DEFAULT);
            Path filler = root.resolve("filler");
            assertThat(run("dd", "if=/dev/zero", "of=" + filler, "bs=64k")).isNotZero();
            assertThatThrownBy(() -> store.importRootfs(archive(1000), name, ImportOptions.DEFAULT))
                    .hasMessageContaining("no space left on device");
            assertThatThrownBy(() -> store.tag(store.find("small").id(), ImageReference.parse("other")))
                    .hasMessageContaining("no space left on device");
            assertThat(store.find("small").references()).hasSize(1);
            assertThat(root.resolve("layers").toFile().list()).hasSize(2);
            assertThat(root.resolve("blobs/sha256").toFile().list()).hasSize(2);
            Files.delete(filler);
            store.importRootfs(archive(1000), name, ImportOptions.DEFAULT);
            assertThat(store.list()).hasSize(3);
        }
        try (Trash trash = Trash.open(root);
                ImageStore store = ImageStore.open(root, trash, Clock.systemUTC(), Publisher.NOWHERE)) {
            assertThat(store.list()).hasSize(3);
        }
    }
}

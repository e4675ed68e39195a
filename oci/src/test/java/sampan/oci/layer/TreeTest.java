package sampan.oci.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sampan.oci.image.ImageFormatException;

/** A test class that unpacks layers into a directory, beside which a canary stands that no layer may touch. */
abstract class TreeTest {
    @TempDir
    Path folder;

    Tree tree;

    @BeforeEach
    void open() throws Exception {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isZero();
        tree = new Tree(folder);
    }

    @AfterEach
    void nothingOutsideWasTouched() throws Exception {
        assertThat(tree.outsideUntouched()).isTrue();
        tree.close();
    }

    final void refused(TarBuilder tar, String sentence) {
        refused(tar.bytes(), sentence);
    }

    final void refused(byte[] tar, String sentence) {
        assertThatThrownBy(() -> tree.unpack(tar))
                .isInstanceOf(ImageFormatException.class)
                .hasMessageContaining(sentence);
    }
}

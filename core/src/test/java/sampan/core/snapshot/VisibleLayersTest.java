package sampan.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Xattr;
import sampan.oci.layer.Whiteout;

final class VisibleLayersTest {
    @TempDir
    Path folder;

    @Test
    void anOpaqueRootHidesAllBeneath() throws Exception {
        List<Path> layers = List.of(make("top"), make("middle"), make("bottom"));
        assertThat(VisibleLayers.of(layers)).isEqualTo(layers);
        try (Fd middle = Open.open(layers.get(1), OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY)) {
            Xattr.set(middle, Whiteout.opaqueAttribute(), Whiteout.opaqueValue());
        }
        assertThat(VisibleLayers.of(layers)).isEqualTo(layers.subList(0, 2));
    }

    private Path make(String name) throws Exception {
        return Files.createDirectory(folder.resolve(name));
    }
}

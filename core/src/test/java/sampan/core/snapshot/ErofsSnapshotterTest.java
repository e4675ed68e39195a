package sampan.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@EnabledIf("isPossible")
final class ErofsSnapshotterTest extends SnapshotterContract {
    @Override
    String driver() {
        return "erofs";
    }

    static boolean isPossible() throws Exception {
        String[] release =
                Files.readString(Path.of("/proc/sys/kernel/osrelease")).split("[^0-9]", 3);
        boolean recent = Integer.parseInt(release[0]) * 100 + Integer.parseInt(release[1]) >= 615;
        return recent
                && Files.readString(Path.of("/proc/filesystems")).contains("erofs")
                && ErofsImages.program().isPresent();
    }

    @Test
    void eachLayerIsAnImageThatIsMadeOnce() throws Exception {
        List<Path> layers = layers();
        Snapshot.Overlay one = (Snapshot.Overlay) snapshotter().prepare("one", layers, false);
        assertThat(one.lower().kind()).isEqualTo(Snapshot.Kind.EROFS);
        assertThat(one.lower().layers())
                .containsExactly(
                        folder.resolve("top.erofs"), folder.resolve("middle.erofs"), folder.resolve("bottom.erofs"));
        Object made = Files.getAttribute(folder.resolve("top.erofs"), "unix:ino");
        snapshotter().prepare("two", layers, false);
        assertThat(Files.getAttribute(folder.resolve("top.erofs"), "unix:ino")).isEqualTo(made);
        Files.delete(folder.resolve("top.erofs"));
        snapshotter().find("two", layers, false);
        assertThat(folder.resolve("top.erofs")).exists();
    }
}

package sampan.core.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sampan.core.error.EngineException;
import sampan.oci.store.Trash;

final class OverlaySnapshotterTest extends SnapshotterContract {
    @Override
    String driver() {
        return "overlay2";
    }

    @Test
    void theKernelTakesItsFolders() throws Exception {
        Path layer = Files.createDirectory(folder.resolve("layer"));
        Files.writeString(layer.resolve("file"), "lower");
        try (Trash other = Trash.open(folder.resolve("other"));
                Snapshotter snapshotter = Snapshotters.open(folder.resolve("other"), other, Optional.empty())) {
            assertThat(snapshotter.name()).isEqualTo("overlay2");
            Snapshot snapshot = snapshotter.prepare("c", List.of(layer), false);
            assertThat(snapshot).isInstanceOfSatisfying(Snapshot.Overlay.class, overlay -> {
                assertThat(mounted(overlay, "cat file && echo upper > file && stat -c %a ."))
                        .isEqualTo("lower755\n");
                assertThat(overlay.upper().resolve("file")).hasContent("upper\n");
            });
            assertThat(snapshotter.usage("c")).isPositive();
        }
    }

    /** What a command prints in the mounted root, in a mount namespace of its own. */
    private static String mounted(Snapshot.Overlay overlay, String command) {
        String options = "lowerdir=" + overlay.lower().layers().getFirst() + ",upperdir=" + overlay.upper()
                + ",workdir=" + overlay.work();
        String script = "mount -t overlay -o " + options + " x /mnt && cd /mnt && " + command;
        try {
            Process process = new ProcessBuilder("unshare", "-m", "sh", "-c", script)
                    .redirectErrorStream(true)
                    .start();
            return new String(process.getInputStream().readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void otherDriversAreNotKnown() throws Exception {
        try (Trash other = Trash.open(folder.resolve("other"))) {
            assertThatThrownBy(() -> Snapshotters.open(folder.resolve("other"), other, Optional.of("zfs")))
                    .isInstanceOf(EngineException.InvalidArgument.class)
                    .hasMessageContaining("is not supported");
        }
    }
}

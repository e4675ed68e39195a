package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** The storage driver {@code overlay2} where root is root of a user namespace only: what layers hide is hidden, and what containers change is told. */
@ExtendWith(LeakCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UserNamespaceEngineTest {
    /** Not all of them: that would be the host's namespace to all who ask. */
    private static final String IDS = "0 0 3000000000\n";

    private static final byte[] LOWER = HostileTar.withShell()
            .file("opaque/hidden", "hidden")
            .file("gone", "gone")
            .file("said", "lower")
            .bytes();
    private static final byte[] UPPER = HostileTar.empty()
            .file("opaque/.wh..wh..opq", "")
            .file("opaque/shown", "shown")
            .file(".wh.gone", "")
            .bytes();

    private final Sampan sampan = Sampan.fresh();
    private Process holder;

    @BeforeAll
    void enter() throws IOException {
        holder = new ProcessBuilder("unshare", "-Um", "sleep", "600").start();
        Path own = Files.readSymbolicLink(Path.of("/proc/self/ns/user"));
        Path proc = Path.of("/proc", String.valueOf(holder.pid()));
        await().until(() -> !Files.readSymbolicLink(proc.resolve("ns/user")).equals(own));
        Files.writeString(proc.resolve("uid_map"), IDS);
        Files.writeString(proc.resolve("gid_map"), IDS);
        await().until(() -> Files.readString(proc.resolve("comm")).equals("sleep\n"));
        inside(ArchivedImages.docker("layers:1", LOWER, UPPER).bytes(), "load").succeeds();
    }

    @AfterAll
    void leave() throws InterruptedException {
        sampan.close();
        holder.destroy();
        holder.waitFor();
    }

    private Sampan.Result inside(byte[] stdin, String... words) {
        ProcessBuilder command = sampan.command(words);
        List<String> line = new ArrayList<>(
                List.of("nsenter", "-t", String.valueOf(holder.pid()), "-U", "-m", "--preserve-credentials"));
        line.addAll(command.command());
        return Sampan.finish(stdin, command.command(line));
    }

    /** Without rules for devices and other things that are the host's to give. */
    private Sampan.Result container(String name, String image, String script) {
        return inside(
                new byte[0],
                "run",
                "--name",
                name,
                "--privileged",
                "--network",
                "none",
                image,
                "/bin/sh",
                "-c",
                script);
    }

    @Test
    void layersHideWhatTheyHide() throws IOException {
        assertThat(inside(new byte[0], "info", "--format", "{{.Driver}}").line())
                .isEqualTo("overlay2");
        Sampan.Result seen = container("seen", "layers:1", "ls opaque; cat gone || cat said; grep ' / ' /proc/mounts");
        assertThat(seen.succeeds().out()).startsWith("shown\nlower").contains("overlay / overlay", "userxattr");
        String layer = sampan.dataRoot() + "/layers/" + ArchivedImages.sha256(UPPER) + "/fs/opaque";
        assertThat(Files.getAttribute(Path.of(layer), "user:overlay.opaque")).isEqualTo(new byte[] {'y'});
        assertThat(inside(new byte[0], "image", "check").succeeds().out()).endsWith("all as they were\n");
    }

    @Test
    void whatAContainerChangesIsToldAndKept() {
        container("changed", "layers:1", "rm -r opaque said; mkdir opaque; echo new > opaque/new; echo mine > own")
                .succeeds();
        assertThat(inside(new byte[0], "diff", "changed").succeeds().out())
                .contains("D /opaque/shown\n", "A /opaque/new\n", "D /said\n", "A /own\n")
                .doesNotContain("hidden");
        inside(new byte[0], "commit", "changed", "committed:1").succeeds();
        assertThat(container("again", "committed:1", "ls opaque; cat own; cat said")
                        .out())
                .isEqualTo("new\nmine\n");
        sampan.killEngine();
        assertThat(inside(new byte[0], "image", "check").succeeds().out()).endsWith("all as they were\n");
    }
}

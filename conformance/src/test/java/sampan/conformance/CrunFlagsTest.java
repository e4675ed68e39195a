package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What crun has and runc lacks: {@code --cgroup-manager}, {@code --config} and {@code --keep}. */
final class CrunFlagsTest extends RuntimeTest {
    private static final String CGROUPS = "cat /proc/self/cgroup";

    @Test
    void theConfigurationMayHaveAnotherNameOrPlace() throws IOException {
        bundle.runs("echo", "elsewhere");
        Path named = bundle.folder().resolve("other.json");
        Files.move(bundle.folder().resolve("config.json"), named);
        assertThat(bundle.run("run", "--config", "other.json", "c").succeeds().out())
                .isEqualTo("elsewhere\n");
        Path away = Files.createTempFile("sampan-config", ".json");
        try {
            Files.copy(named, away, StandardCopyOption.REPLACE_EXISTING);
            assertThat(bundle.run("run", "-f", away.toString(), "c").succeeds().out())
                    .isEqualTo("elsewhere\n");
        } finally {
            Files.delete(away);
        }
        assertThat(bundle.run("create", "--config", "none.json", "c").err())
                .contains("JSON specification file none.json not found");
    }

    @Test
    void aContainerThatIsKeptIsThereAfterItsEnd() throws IOException {
        bundle.runs("sh", "-c", "exit 3");
        assertThat(bundle.run("run", "--keep", "c").code()).isEqualTo(3);
        assertThat(bundle.run("state", "c").succeeds().out()).contains("\"status\": \"stopped\"");
        bundle.run("delete", "c").succeeds();
        assertThat(bundle.run("run", "c").code()).isEqualTo(3);
        assertThat(bundle.run("state", "c").code()).isEqualTo(1);
    }

    @Test
    void theManagerOfCgroupsMayBeNobody() throws IOException {
        bundle.cgroup("/sampan-crun-flags").runs("sh", "-c", CGROUPS);
        // In a namespace of its own it would see itself at the root.
        bundle.edit(text -> text.replace(", {\"type\": \"cgroup\"}", ""));
        assertThat(bundle.runWith(List.of("--cgroup-manager", "cgroupfs"), "run", "c")
                        .succeeds()
                        .out())
                .contains("/sampan-crun-flags");
        assertThat(bundle.runWith(List.of("--cgroup-manager", "disabled"), "run", "c")
                        .succeeds()
                        .out())
                .doesNotContain("/sampan-crun-flags");
        Sampan.Result wrong = bundle.runWith(List.of("--cgroup-manager", "taste"), "run", "c");
        assertThat(wrong.code()).isEqualTo(1);
        assertThat(wrong.err()).contains("taste");
    }

    @Test
    void systemdIsRefusedWhereItIsNot() throws IOException {
        if (Files.isDirectory(Path.of("/run/systemd/system"))) {
            return; // SystemdRuntimeTest has it
        }
        bundle.runs("true");
        assertThat(bundle.runWith(List.of("--cgroup-manager", "systemd"), "run", "c")
                        .err())
                .contains("systemd support for managing cgroups is not available");
        assertThat(bundle.state()).isEmptyDirectory();
    }
}

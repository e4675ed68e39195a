package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code history}. */
final class HistoryTest extends EngineTest {
    @Test
    void anImportedImageHasOneStepWithItsComment() {
        byte[] tar = HostileTar.empty().file("file", "x".repeat(1500)).bytes();
        String id = sampan().runWith(tar, "import", "-m", "made for a test", "-", "imported")
                .succeeds()
                .line();
        assertThat(sampan().run("history", "imported").succeeds().out())
                .matches("IMAGE          CREATED +CREATED BY   SIZE      COMMENT\n" + id.substring(7, 19)
                        + "   .* ago +1\\.5kB     made for a test\n");
        assertThat(sampan().run("image", "history", "-q", "imported").out()).isEqualTo(id.substring(7, 19) + "\n");
        assertThat(sampan().run("history", "-q", "--no-trunc", "imported").out())
                .isEqualTo(id + "\n");
        assertThat(sampan().run("history", "-H=false", "imported").out())
                .matches(
                        "(?s)IMAGE          CREATED AT .*[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(Z|[+-][0-9:]{5}) .* 1500 .*");
        sampan().run("rmi", "imported").succeeds();
    }

    @Test
    void formatsNameTheFields() {
        assertThat(sampan().run("history", "--format", "{{.ID}} {{.Size}} {{.Comment}}", BUSYBOX)
                        .line())
                .matches("[0-9a-f]{12} [0-9.]+MB .*busybox.*");
        assertThat(sampan().run("history", "--format", "json", BUSYBOX).line())
                .startsWith("{\"Comment\":")
                .contains("\"CreatedAt\":\"2026-01-01T00:00:00Z\"", "\"CreatedBy\":", "\"CreatedSince\":", "\"ID\":");
        assertThat(sampan().run("history", "--format", "table {{.ID}}\t{{.CreatedBy}}", BUSYBOX)
                        .out())
                .startsWith("IMAGE          CREATED BY\n");
    }

    @Test
    void longCommandsAreCutUnlessAskedFor() {
        String command = "echo " + "word ".repeat(20) + "end";
        sampan().runWith(HostileTar.withShell().bytes(), "import", "-c", "CMD " + command, "-", "long")
                .succeeds();
        assertThat(sampan().run("history", "long").out()).contains("…").doesNotContain("end");
        assertThat(sampan().run("history", "--no-trunc", "long").out())
                .contains("/bin/sh -c " + command)
                .doesNotContain("…");
        sampan().run("rmi", "long").succeeds();
    }

    @Test
    void onlyTheImagesOwnPlatformHasAHistory() {
        String architecture =
                sampan().run("inspect", "-f", "{{.Architecture}}", BUSYBOX).line();
        sampan().run("history", "--platform", "linux/" + architecture, BUSYBOX).succeeds();
        Sampan.Result other = sampan().run("history", "--platform", "linux/s390x", BUSYBOX);
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.err())
                .isEqualTo("Error response from daemon: image with reference " + BUSYBOX
                        + " was found but its platform (linux/" + architecture
                        + ") does not match the specified platform (linux/s390x)\n");
        assertThat(sampan().run("history", "--platform", "a/b/c/d", BUSYBOX).code())
                .isEqualTo(125);
    }

    @Test
    void whatIsNotThereIsTold() {
        Sampan.Result missing = sampan().run("history", "nosuch");
        assertThat(missing.code()).isEqualTo(1);
        assertThat(missing.out()).isEmpty();
        assertThat(missing.err()).isEqualTo("Error response from daemon: No such image: nosuch:latest\n");
        assertThat(sampan().run("history").err()).contains("'sampan history' requires 1 argument");
        assertThat(sampan().run("history", "--help").succeeds().out()).contains("--human", "--no-trunc", "--quiet");
    }
}

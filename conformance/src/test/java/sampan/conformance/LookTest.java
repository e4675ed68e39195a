package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a person sees on a terminal and a program does not: colours, tables that fit, a pager; and what Docker's configuration file asks for. */
final class LookTest extends EngineTest {
    private static final String COLOUR = "\033[";

    private Path folder = Path.of("");

    @BeforeAll
    void prepare() throws IOException {
        folder = Files.createTempDirectory("look");
        Probe.compile("pty", folder);
        sampan().run("run", "-d", "--name", "web", BUSYBOX, "sh", "-c", "exec sleep 1000")
                .succeeds();
    }

    @AfterAll
    void removeFolder() {
        sampan().run("rm", "-f", "web");
        Sampan.delete(folder);
    }

    /** What the command shows on a terminal of 80 x 24, and how it ends. */
    private String shown(String... arguments) {
        try (Pty pty = Pty.run(folder.resolve("pty"), sampan(), arguments)) {
            assertThat(pty.end()).isZero();
            return pty.text().replace("\r\n", "\n");
        }
    }

    /** With variables in its environment. */
    private String shownIn(String variables, String command) {
        try (Pty pty = Pty.shell(folder.resolve("pty"), sampan(), variables + " " + Sampan.binary() + " " + command)) {
            assertThat(pty.end()).isZero();
            return pty.text().replace("\r\n", "\n");
        }
    }

    @Test
    void aTableFitsTheTerminalAndNoOtherReader() {
        String seen = shownIn("NO_COLOR=1", "ps");
        assertThat(seen.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
        assertThat(seen).contains("localhos", "…", "web").doesNotContain("PORTS");
        assertThat(shownIn("NO_COLOR=1", "ps --no-trunc")).contains("\"sh -c 'exec sleep 1000'\"", "PORTS");
        assertThat(sampan().run("ps").out())
                .contains("PORTS", BUSYBOX, "\"sh -c 'exec sleep 1…\"")
                .doesNotContain(COLOUR);
    }

    @Test
    void coloursAreForTerminalsOfPeopleWhoWantThem() {
        assertThat(shown("ps")).contains(COLOUR + "32mUp ", COLOUR + "1mCONTAINER ID");
        assertThat(shown("ps", "--format", "{{.Names}} {{.Status}}")).startsWith("web Up ");
        assertThat(shown("help", "ps")).contains(COLOUR + "1mOptions:", COLOUR + "36m-a, --all");
        assertThat(shownIn("NO_COLOR=yes", "ps")).doesNotContain(COLOUR);
        assertThat(shownIn("TERM=dumb", "help")).doesNotContain(COLOUR);
        assertThat(sampan().run("help").out()).doesNotContain(COLOUR);
    }

    @Test
    void whatIsLongerThanTheTerminalIsReadInThePager() {
        assertThat(shownIn("SAMPAN_PAGER='sed -n \"1s/.*/paged/p\"'", "explain " + BUSYBOX))
                .isEqualTo("paged\n");
        assertThat(shownIn("PAGER='head -1'", "explain " + BUSYBOX)).hasLineCount(1);
        assertThat(shownIn("PAGER=no-such-pager", "explain " + BUSYBOX)).contains("execve(");
        assertThat(shownIn("SAMPAN_PAGER= PAGER=false", "explain " + BUSYBOX)).contains("execve(");
        assertThat(sampan().run("explain", BUSYBOX).out()).contains("execve(").doesNotContain(COLOUR);
    }

    @Test
    void whoLeavesThePagerHasThePromptBack() {
        try (Screen screen = Screen.of(sampan())) {
            screen.type("PAGER=less sampan explain " + BUSYBOX);
            await().untilAsserted(
                            () -> assertThat(screen.text().stripTrailing()).endsWith(":"));
            screen.keys("C-c");
            await().untilAsserted(() -> {
                screen.keys("q");
                assertThat(screen.text()).contains("host>");
            });
            screen.keys("C-u");
            screen.type("clear; echo code $?");
            screen.shows("code 0");
        }
    }

    @Test
    void whatTakesLongIsShownAndGoneAtTheEnd() throws IOException {
        String slowly = "export web | (while [ ! -e gate ]; do head -c 1000; sleep 0.1; done; cat) >/dev/null";
        try (Pty pty =
                Pty.shell(folder.resolve("pty"), sampan(), "cd " + folder + "; " + Sampan.binary() + " " + slowly)) {
            pty.shows("Exporting ");
            Files.createFile(folder.resolve("gate"));
            assertThat(pty.end()).isZero();
            assertThat(pty.text()).endsWith(COLOUR + "K");
        }
        long start = System.nanoTime();
        String quickly = shownIn("", "export web | cat >/dev/null");
        boolean quick = System.nanoTime() - start < Duration.ofSeconds(1).toNanos();
        assertThat(quick ? quickly : "").isEmpty();
        assertThat(shownIn("", "export web 2>/dev/null | (sleep 1.5; cat >/dev/null)"))
                .isEmpty();
    }

    @Test
    void aFileIsThereWhenAllOfItIs() throws Exception {
        Path target = Files.createDirectory(folder.resolve("saved"));
        Path whole = target.resolve("image");
        sampan().run("save", "-o", whole.toString(), BUSYBOX).succeeds();
        long size = Files.size(whole);
        for (int i = 0; i < 20; i++) {
            Path file = target.resolve("image" + i);
            Process save = sampan().start("save", "-o", file.toString(), BUSYBOX);
            Thread.sleep(i);
            save.destroy();
            boolean saved = save.waitFor() == 0;
            if (saved || Files.exists(file)) { // it may be there already and the command not yet at its end
                assertThat(file).hasSize(size);
            }
        }
        assertThat(sampan().run("save", "-o", target + "/none", "no-such-image").code())
                .isEqualTo(1);
        assertThat(sampan().run("export", "-o", target + "/none", "no-such-container")
                        .code())
                .isEqualTo(1);
        await().untilAsserted(() -> {
            try (var files = Files.list(target)) {
                assertThat(files.map(file -> file.getFileName().toString())).allMatch(name -> name.startsWith("image"));
            }
        });
    }

    @Test
    void dockersConfigurationFileChoosesTheFormats() throws IOException {
        Path config = Files.writeString(
                Files.createDirectories(folder.resolve("config")).resolve("config.json"), """
                {"psFormat": "table {{.Names}}", "imagesFormat": "{{.Repository}}", "volumesFormat": "v {{.Name}}",
                 "statsFormat": "{{.Name}}"}
                """);
        String where = config.getParent().toString();
        sampan().run("volume", "create", "hold").succeeds();
        assertThat(sampan().run("--config", where, "ps").out()).isEqualTo("NAMES\nweb\n");
        assertThat(sampan().run("--config", where, "ps", "-q").line()).matches("[0-9a-f]{12}");
        assertThat(sampan().run("--config", where, "ps", "--format", "{{.State}}")
                        .out())
                .isEqualTo("running\n");
        assertThat(sampan().run("--config", where, "images").out()).isEqualTo(BUSYBOX + "\n");
        assertThat(sampan().run("--config", where, "volume", "ls").out()).isEqualTo("v hold\n");
        assertThat(sampan().run("--config", where, "stats", "--no-stream").out())
                .isEqualTo("web\n");
        Files.writeString(config, "{\"psFormat\": \"{{.Nope}}\"}");
        assertThat(sampan().run("--config", where, "ps").err()).startsWith("failed to execute template: ");
        Files.writeString(config, "{\"psFormat\": 3}");
        Sampan.Result wrong = sampan().run("--config", where, "ps");
        assertThat(wrong.succeeds().out()).startsWith("CONTAINER ID");
        assertThat(wrong.err())
                .isEqualTo("WARNING: Error parsing config file (" + config
                        + "): json: cannot unmarshal number into Go struct field ConfigFile.psFormat of type string\n");
        Files.writeString(config, "{oh");
        assertThat(sampan().run("--config", where, "ps").succeeds().err())
                .startsWith("WARNING: Error parsing config file (" + config + "): ");
        sampan().run("volume", "rm", "hold").succeeds();
    }

    @Test
    void dockersConfigurationFileChoosesTheKeysThatDetach() throws IOException {
        Path config = Files.writeString(
                Files.createDirectories(folder.resolve("keys")).resolve("config.json"),
                "{\"detachKeys\": \"ctrl-x,x\"}");
        String line = "DOCKER_CONFIG=" + config.getParent() + " " + Sampan.binary();
        try (Pty pty = Pty.shell(folder.resolve("pty"), sampan(), line + " exec -it web sh; echo left $?")) {
            pty.shows("/ # ");
            pty.type(new byte[] {24, 'x'});
            pty.shows("left 0");
        }
    }

    @Test
    void filtersOfPruneThatAreAlwaysMeantAreAdded() throws IOException {
        Path config = Files.writeString(
                Files.createDirectories(folder.resolve("prune")).resolve("config.json"),
                "{\"pruneFilters\": [\"label!=keep\"]}",
                StandardCharsets.UTF_8);
        String where = Objects.toString(config.getParent());
        sampan().run("create", "--name", "kept", "-l", "keep", BUSYBOX).succeeds();
        sampan().run("create", "--name", "gone", BUSYBOX).succeeds();
        sampan().run("--config", where, "container", "prune", "-f").succeeds();
        assertThat(sampan().run("ps", "-a", "--format", "{{.Names}}").out().lines())
                .contains("kept")
                .doesNotContain("gone");
        sampan().run("--config", where, "container", "prune", "-f", "--filter", "label=keep")
                .succeeds();
        assertThat(sampan().run("ps", "-a", "--format", "{{.Names}}").out()).doesNotContain("kept");
    }
}

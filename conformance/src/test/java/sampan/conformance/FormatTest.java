package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code --format}, here and of Docker's client against the same engine. */
final class FormatTest extends EngineTest {
    @AfterEach
    void without() {
        sampan().run("rm", "-f", "one", "two");
    }

    @BeforeEach
    void twoContainers() {
        sampan().run(
                        "create",
                        "--name",
                        "one",
                        "-l",
                        "tier=front",
                        "-l",
                        "html=<b>&",
                        "-e",
                        "A=1",
                        "-m",
                        "64m",
                        BUSYBOX,
                        "true")
                .succeeds();
        sampan().run("run", "--name", "two", BUSYBOX, "sh", "-c", "exit 3");
    }

    /** Before Sampan's own version where clients of Docker ask: some of them refuse an engine that seems to be an old one. */
    private static final String DOCKERS_VERSION = "29.0.0+sampan.";

    /** Docker's client, asked the same of the same engine. */
    private Sampan.Result docker(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of("docker", "-H", "unix://" + sampan().execRoot().resolve("sampan.sock")));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Sampan.Result(process.waitFor(), out.replace(DOCKERS_VERSION, ""), err);
    }

    private void isTheSame(String... words) throws IOException, InterruptedException {
        assertThat(ageless(sampan().run(words))).as(String.join(" ", words)).isEqualTo(ageless(docker(words)));
    }

    /** One is asked after the other, and a container may have become a second older. */
    private static Sampan.Result ageless(Sampan.Result result) {
        String out = result.out().replaceAll("(Less than a second|\\d+ seconds?|About a minute) ago", "AGE ago");
        return new Sampan.Result(result.code(), out, result.err());
    }

    private void assumeDocker() throws InterruptedException {
        boolean here;
        try {
            here = docker("version", "--format", "{{.Client.Version}}").out().startsWith("28.");
        } catch (IOException absent) {
            here = false;
        }
        assumeTrue(here, "docker's client 28 is installed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{.Names}} {{.Image}} {{.Command}} {{.State}}",
                "{{json .Names}}|{{.Label \"tier\"}}|{{.Labels}}",
                "table {{.Names}}\\t{{.Label \"tier\"}}\\t{{upper .State}}",
                "table {{.Names}}\\t{{.Ports}}\\t{{.ID}}",
                "{{range $i, $n := split .Names \"\"}}{{if $i}}-{{end}}{{$n}}{{end}}",
                "{{if eq .State \"exited\"}}{{printf \"%-10s|%q\" .Names .Command}}{{else}}{{pad .Names 2 2}}{{end}}",
                "raw",
                "{{.Nope}}",
                "{{.ID",
                "table {{.Nope}}",
                "{{nope}}",
            })
    void psPrintsWhatDockersClientPrints(String format) throws IOException, InterruptedException {
        assumeDocker();
        isTheSame("ps", "-a", "--format", format);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{.Id}} {{.ID}} {{.Name}}",
                "{{.State}} {{.State.Status}} {{.State.Running}}",
                "{{json .Config}}",
                "{{json .HostConfig}}",
                "{{json .NetworkSettings}}",
                "{{.HostConfig.Memory}} {{.HostConfig.NanoCPUs}} {{.HostConfig.PidsLimit}} {{.HostConfig.RestartPolicy}}",
                "{{range $k, $v := .Config.Labels}}{{$k}}={{html $v}};{{end}}",
                "{{with .State.Health}}{{.Status}}{{else}}none{{end}}",
                "{{index .Config.Env 0}} {{len .Config.Env}} {{join .Config.Cmd \" \"}}",
                "{{.Nope}}",
                "{{.Config.Nope}}",
                "{{.State",
                "json",
                "",
            })
    void inspectPrintsWhatDockersClientPrints(String format) throws IOException, InterruptedException {
        assumeDocker();
        isTheSame("inspect", "--format", format, "two", "one");
        isTheSame("container", "inspect", "--format", format, "one", "nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{json .}}",
                "json",
                "raw",
                "table {{.Repository}}\\t{{.Tag}}\\t{{.Size}}",
                "{{.Repository}}:{{.Tag}} {{truncate .ID 5}} {{.VirtualSize}}",
                "{{.Nope}}",
            })
    void imagesPrintsWhatDockersClientPrints(String format) throws IOException, InterruptedException {
        assumeDocker();
        isTheSame("images", "--format", format);
        isTheSame("image", "ls", "--format", format);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "network ls",
                "network ls -q",
                "volume ls",
                "volume ls -q",
                "images -q",
                "history localhost/busybox",
                "history -q localhost/busybox",
                "system df",
            })
    void listsPrintWhatDockersClientPrints(String list) throws IOException, InterruptedException {
        assumeDocker();
        sampan().run("volume", "create", "kept").succeeds();
        isTheSame("ps", "-a", "-s", "--format", "raw");
        isTheSame("system", "df", "-v", "--format", "raw");
        for (String format : List.of("raw", "table", "json", "{{json .}}", "x{{\"y\"}}")) {
            List<String> words = new ArrayList<>(List.of(list.split(" ")));
            words.addAll(List.of("--format", format));
            isTheSame(words.toArray(String[]::new));
        }
    }

    @Test
    void versionAndInfoPrintWhatDockersClientPrintsOfTheServer() throws IOException, InterruptedException {
        assumeDocker();
        isTheSame("version", "--format", "{{json .Server}}");
        isTheSame("version", "--format", "{{range .Server.Components}}{{.Name}} {{.Version}} {{.Details}}{{end}}");
        isTheSame("version", "--format", "x{{.Nope}}");
        isTheSame("version", "--format", "{{");
        isTheSame(
                "info", "--format", "{{.Driver}} {{.NCPU}} {{json .Plugins}} {{json .Runtimes}} {{.SecurityOptions}}");
        isTheSame("info", "--format", "{{.Nope}}");
        isTheSame("info", "--format", "{{");
    }

    @Test
    void aTemplateThatCannotBeParsedHasDockersStatus() {
        Sampan.Result wrong = sampan().run("inspect", "-f", "{{.Name", "one");
        assertThat(wrong.code()).isEqualTo(64);
        assertThat(wrong.err()).isEqualTo("template parsing error: template: :1: unclosed action\n");
        assertThat(sampan().run("ps", "--format", "{{.Nope}}").err())
                .isEqualTo("failed to execute template: template: :1:2: executing \"\" at <.Nope>: "
                        + "can't evaluate field Nope in type *formatter.ContainerContext\n");
    }

    @Test
    void aTemplateWithoutEndDoesNotHoldTheEngine() {
        String forEver = "{{define \"x\"}}{{template \"x\" .}}{{end}}{{template \"x\" .}}";
        assertThat(sampan().run("inspect", "-f", forEver, "one").err()).contains("exceeded maximum template depth");
        assertThat(sampan().run("inspect", "-f", "{{range 9000000000}}{{end}}", "one")
                        .err())
                .contains("the template takes too long");
        assertThat(sampan().run("inspect", "-f", "{{range 9000000000}}{{printf \"%99999d\" .}}{{end}}", "one")
                        .err())
                .contains("the output is too long");
        assertThat(sampan().run("inspect", "-f", "{{" + "(".repeat(20_000), "one")
                        .code())
                .isEqualTo(64);
        assertThat(sampan().run("inspect", "-f", "{{.Name}}", "one").succeeds().line())
                .isEqualTo("/one");
    }

    @Test
    void quietTakesNoTemplate() {
        Sampan.Result both = sampan().run("ps", "-aq", "--format", "{{.Names}}");
        assertThat(both.err())
                .isEqualTo("WARNING: Ignoring custom format, because both --format and --quiet are set.\n");
        assertThat(both.out()).matches("([0-9a-f]{12}\n){2}");
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code context}, whose files are those of Docker's client. It needs no engine, and starts none. */
final class ContextTest {
    private static final String ID_OF_ONE = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed";

    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void aFolderOfItsOwn() {
        config = folder.resolve("docker");
    }

    private Sampan.Result context(String... arguments) throws IOException, InterruptedException {
        return context(new byte[0], arguments);
    }

    private Sampan.Result context(byte[] stdin, String... arguments) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(Sampan.binary().toString(), "--config", config.toString(), "context");
        builder.command().addAll(java.util.List.of(arguments));
        builder.directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("DOCKER_") || name.startsWith("SAMPAN_"));
        Process process = builder.start();
        try (var input = process.getOutputStream()) {
            input.write(stdin);
        } catch (IOException _) {
            // it did not want it
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Sampan.Result(process.waitFor(), out, err);
    }

    @Test
    void helpNamesTheCommandsAndTheirFlags() throws Exception {
        assertThat(context("--help").succeeds().out()).contains("  create      Create a context\n", "  use ");
        assertThat(context("create", "--help").succeeds().out())
                .contains("Usage:  sampan context create [OPTIONS] CONTEXT", "--docker stringToString", "--from");
        assertThat(context("nosuch").err()).startsWith("sampan: unknown command: sampan context nosuch\n");
        assertThat(context("create").err()).startsWith("sampan: 'sampan context create' requires 1 argument\n");
    }

    @Test
    void whatItWritesIsWhatDockersClientWrites() throws Exception {
        Sampan.Result made = context("create", "one", "--description", "hi", "--docker", "host=ssh://u@h:22");
        assertThat(made.succeeds().out()).isEqualTo("one\n");
        assertThat(made.err()).isEqualTo("Successfully created context \"one\"\n");
        assertThat(config.resolve("contexts/meta/" + ID_OF_ONE + "/meta.json"))
                .hasContent("{\"Name\":\"one\",\"Metadata\":{\"Description\":\"hi\"},"
                        + "\"Endpoints\":{\"docker\":{\"Host\":\"ssh://u@h:22\",\"SkipTLSVerify\":false}}}");
        assertThat(context("ls", "--format", "{{.Name}} {{.Current}} {{.DockerEndpoint}}")
                        .out())
                .isEqualTo("default true unix:///run/sampan/sampan.sock\none false ssh://u@h:22\n");
        assertThat(context("ls").out()).contains("default *", "DOCKER ENDPOINT", "one         hi ");
        assertThat(context("inspect", "-f", "{{.Endpoints.docker.Host}} {{.Metadata.Description}}", "one")
                        .line())
                .isEqualTo("ssh://u@h:22 hi");
        assertThat(context("inspect", "nosuch").out()).isEqualTo("[]\n");
    }

    @Test
    void theCurrentOneIsKeptBesideWhatElseTheFileSays() throws Exception {
        Files.createDirectories(config);
        Files.writeString(config.resolve("config.json"), "{\"auths\":{\"a\":{}},\"psFormat\":\"x\"}");
        context("create", "one", "--docker", "host=unix:///one.sock").succeeds();
        assertThat(context("use", "one").succeeds().out()).isEqualTo("one\n");
        assertThat(context("show").line()).isEqualTo("one");
        assertThat(config.resolve("config.json")).content().contains("\"auths\"", "\"psFormat\"", "\"currentContext\"");
        assertThat(context("rm", "one").err()).isEqualTo("context \"one\" is in use, set -f flag to force remove\n");
        context("rm", "-f", "one").succeeds();
        assertThat(context("show").line()).isEqualTo("default");
        assertThat(config.resolve("config.json"))
                .content()
                .contains("\"auths\"")
                .doesNotContain("currentContext");
    }

    @Test
    void anUpdateAndACopyKeepTheRest() throws Exception {
        Files.writeString(folder.resolve("ca"), "a certificate");
        context("create", "one", "--docker", "host=tcp://h:2376,ca=ca", "--description", "old")
                .succeeds();
        context("create", "two", "--from", "one").succeeds();
        context("update", "one", "--description", "new").succeeds();
        assertThat(context(
                                "inspect",
                                "-f",
                                "{{.Metadata.Description}} {{.Endpoints.docker.Host}} {{.TLSMaterial}}",
                                "one")
                        .line())
                .isEqualTo("new tcp://h:2376 map[docker:[ca.pem]]");
        assertThat(context("inspect", "-f", "{{.Metadata.Description}} {{.TLSMaterial}}", "two")
                        .line())
                .isEqualTo("old map[docker:[ca.pem]]");
        assertThat(context("rm", "one", "nosuch", "two").out()).isEqualTo("one\ntwo\n");
    }

    @Test
    void anArchiveCarriesAContextToAnotherMachine() throws Exception {
        context("create", "one", "--docker", "host=ssh://h").succeeds();
        assertThat(context("export", "one").succeeds().err()).isEqualTo("Written file \"one.dockercontext\"\n");
        assertThat(context("export", "one").err()).isEqualTo("open one.dockercontext: file exists\n");
        assertThat(context("import", "other", "one.dockercontext").succeeds().out())
                .isEqualTo("other\n");
        assertThat(context("inspect", "-f", "{{.Name}} {{.Endpoints.docker.Host}}", "other")
                        .line())
                .isEqualTo("other ssh://h");
        assertThat(context("import", "one", "one.dockercontext").err()).isEqualTo("context \"one\" already exists\n");
        byte[] archive = Files.readAllBytes(folder.resolve("one.dockercontext"));
        context(archive, "import", "third", "-").succeeds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../../evil", "/etc/evil", "tls/../../evil.pem", "tls/docker/../evil.pem", "other.json"})
    void anArchiveReachesNoFileOutside(String name) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry(name, true);
            entry.setSize(1);
            tar.putArchiveEntry(entry);
            tar.write('x');
            tar.closeArchiveEntry();
        }
        Sampan.Result result = context(bytes.toByteArray(), "import", "evil", "-");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).startsWith("unexpected context file ").endsWith(" in the archive\n");
        assertThat(config).doesNotExist();
        assertThat(context("import", "evil", "nosuch.file").err())
                .isEqualTo("sampan: open nosuch.file: no such file or directory\n");
        assertThat(context("garbage".getBytes(StandardCharsets.US_ASCII), "import", "evil", "-")
                        .code())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/b", "../x", "-x", "a b", "a\nb", "🚢", "."})
    void aNameThatIsNoneIsToldAndMakesNothing(String name) throws Exception {
        Sampan.Result result = context("create", "--", name);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err())
                .contains("is invalid, names are validated against regexp \"^[a-zA-Z0-9][a-zA-Z0-9_.+-]+$\"\n");
        assertThat(config).doesNotExist();
    }

    @Test
    void badValuesAndBrokenFilesAreToldInOneSentence() throws Exception {
        assertThat(context("create", "default").err()).isEqualTo("\"default\" is a reserved context name\n");
        assertThat(context("create", "one", "--docker", "foo=1").err())
                .isEqualTo("unable to create docker endpoint config: unrecognized config key: foo\n");
        assertThat(context("create", "one", "--docker", "host=nonsense").err())
                .isEqualTo("unable to create docker endpoint config: unable to parse docker host \"nonsense\"\n");
        assertThat(context("create", "one", "--docker", "host").code()).isEqualTo(125);
        assertThat(context("rm", "default").err()).isEqualTo("context \"default\" cannot be removed\n");
        assertThat(context("rm", "nosuch").err()).isEqualTo("context \"nosuch\" does not exist\n");
        assertThat(context("use", "nosuch").err()).startsWith("context \"nosuch\": context not found: open ");
        Files.createDirectories(config);
        Files.writeString(config.resolve("config.json"), "{");
        assertThat(context("show").err()).startsWith("loading config file: ").hasLineCount(1);
    }
}

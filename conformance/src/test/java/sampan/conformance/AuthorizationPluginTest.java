package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Authorization plugins: a program of its own is asked what clients may do, in Docker's protocol. */
@ExtendWith(LeakCheck.class)
final class AuthorizationPluginTest {
    private static final Path PLUGINS = Path.of("/run/docker/plugins");
    private static final String CONTAINER = """
            {"Image": "localhost/busybox", "Cmd": ["true"], "HostConfig": {"NetworkMode": "none"%s}}""";

    @TempDir
    Path folder;

    private final String name = "sampan-test-" + ProcessHandle.current().pid();
    private @Nullable Process plugin;

    @BeforeEach
    void startPlugin() throws Exception {
        Files.createDirectories(PLUGINS);
        Path classes = Path.of(AuthorizationServer.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        plugin = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        classes.toString(),
                        AuthorizationServer.class.getName(),
                        socket().toString(),
                        folder.toString())
                .inheritIO()
                .start();
        await().atMost(Sampan.LIMIT).until(() -> Files.exists(socket()));
    }

    @AfterEach
    void endPlugin() throws Exception {
        Process process = Objects.requireNonNull(plugin);
        process.destroyForcibly().waitFor();
        Files.deleteIfExists(socket());
    }

    private Path socket() {
        return PLUGINS.resolve(name + ".sock");
    }

    private Process start(Sampan sampan, String... flags) throws IOException {
        List<String> words = new ArrayList<>(List.of(
                "--data-root",
                sampan.dataRoot().toString(),
                "--exec-root",
                sampan.execRoot().toString(),
                "daemon"));
        words.addAll(List.of(flags));
        Path told = folder.resolve("told");
        Process engine = sampan.command(words.toArray(String[]::new))
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        await().atMost(Sampan.LIMIT)
                .until(() -> Files.readString(told).contains("the Engine API is served on") || !engine.isAlive());
        return engine;
    }

    private static Sampan.Result docker(Sampan sampan, String program, String... words) {
        List<String> line = new ArrayList<>(
                List.of(program, "-H", "unix://" + sampan.execRoot().resolve("sampan.sock")));
        line.addAll(List.of(words));
        return Sampan.finish(new byte[0], new ProcessBuilder(line));
    }

    private static ApiExchange create(Sampan sampan, String headers, byte[] body) throws IOException {
        return ApiExchange.with(
                sampan.execRoot().resolve("sampan.sock"),
                "POST /v1.41/containers/create HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n" + headers,
                body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aPluginSeesWhatClientsAskForAndItsNoIsTheAnswer() throws Exception {
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, "--authorization-plugin", name);
            for (String program : List.of("docker", "/usr/bin/docker")) {
                Sampan.Result refused =
                        docker(sampan, program, "create", "--privileged", "--network", "none", "localhost/busybox");
                assertThat(refused.err())
                        .contains("authorization denied by plugin " + name + ": no privileged containers");
                assertThat(refused.code()).isEqualTo(1);
                docker(sampan, program, "create", "--network", "none", "localhost/busybox")
                        .succeeds();
            }
            assertThat(sampan.run("ps", "-aq").line().lines()).hasSize(2);
            assertThat(docker(sampan, "docker", "info", "-f", "{{.Plugins.Authorization}}")
                            .line())
                    .isEqualTo("[" + name + "]");
            assertThat(docker(sampan, "docker", "images").err())
                    .contains("authorization denied by plugin " + name + ": images are secret");
        }
    }

    /** The same operation, with a body that a plugin could miss. */
    @Test
    void cve202441110APluginIsShownTheBodyThatTheEngineReads() throws Exception {
        byte[] body = bytes(CONTAINER.formatted(", \"Privileged\": true"));
        byte[] folded = bytes(CONTAINER.formatted(", \"pRiViLeGeD\": true"));
        String json = "Content-Type: application/json\r\n";
        String length = "Content-Length: " + body.length + "\r\n";
        String chunks =
                Integer.toHexString(body.length) + "\r\n" + new String(body, StandardCharsets.UTF_8) + "\r\n0\r\n\r\n";
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, "--authorization-plugin", name);
            assertThat(create(sampan, json + length, body).status()).isEqualTo(403);
            assertThat(create(sampan, length, body).status()).isEqualTo(403);
            assertThat(create(sampan, "Content-Type: text/plain\r\n" + length, body)
                            .status())
                    .isEqualTo(403);
            assertThat(create(sampan, json + length, folded).status()).isEqualTo(403);
            assertThat(create(sampan, json + "Transfer-Encoding: chunked\r\n", bytes(chunks))
                            .status())
                    .isEqualTo(403);
            assertThat(create(sampan, json + "Content-Length: 0\r\n", body).status())
                    .isEqualTo(400);
            assertThat(create(sampan, json + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n", bytes(chunks))
                            .status())
                    .isBetween(400, 403);
            assertThat(sampan.run("ps", "-aq").line()).isEmpty();
        }
    }

    @Test
    void cve202634040ABodyThatCannotBeShownIsRefused() throws Exception {
        byte[] body = bytes(CONTAINER.formatted(", \"Privileged\": true") + " ".repeat(1 << 20));
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, "--authorization-plugin", name);
            ApiExchange refused =
                    create(sampan, "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n", body);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("a request body of more than 1048576 bytes cannot be shown");
            assertThat(sampan.run("ps", "-aq").line()).isEmpty();
            // An archive is not shown, however long, and is nothing but an archive.
            docker(sampan, "docker", "create", "--name", "one", "--network", "none", "localhost/busybox")
                    .succeeds();
            Path large = Files.write(folder.resolve("large"), new byte[3 << 20]);
            docker(sampan, "docker", "cp", large.toString(), "one:/large").succeeds();
            byte[] login = bytes(
                    "{\"username\": \"u\", \"password\": \"hidden-password\", \"serveraddress\": \"localhost:1\"}");
            assertThat(ApiExchange.with(
                                    sampan.execRoot().resolve("sampan.sock"),
                                    "POST /v1.41/auth HTTP/1.1\r\nHost: docker\r\nConnection: close\r\nX-Registry-Auth: hidden-password\r\n"
                                            + "Content-Type: application/json\r\nContent-Length: " + login.length
                                            + "\r\n",
                                    login)
                            .status())
                    .isGreaterThanOrEqualTo(400);
            assertThat(Files.readString(folder.resolve("asked")))
                    .contains("/archive", "/auth")
                    .doesNotContain("hidden-password");
        }
    }

    @Test
    void aPluginThatDoesNotAnswerIsARefusal() throws Exception {
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, "--authorization-plugin", name);
            Files.createFile(folder.resolve("broken"));
            Sampan.Result failed = docker(sampan, "docker", "create", "--network", "none", "localhost/busybox");
            assertThat(failed.err()).contains("plugin " + name + " failed with error: out of order");
            Files.delete(folder.resolve("broken"));
            endPlugin();
            assertThat(docker(sampan, "docker", "create", "--network", "none", "localhost/busybox")
                            .err())
                    .contains("plugin " + name + " failed with error: plugin \"" + name + "\" not found");
            assertThat(sampan.run("ps", "-aq").succeeds().line()).isEmpty();
        }
    }

    @Test
    void theFileNamesThemAndAHangupReadsItAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("daemon.json"), "{}");
        try (Sampan sampan = Sampan.fresh()) {
            Process engine = start(sampan, "--config-file", file.toString());
            docker(sampan, "docker", "images").succeeds();
            Files.writeString(file, "{\"authorization-plugins\": [\"" + name + "\"]}");
            Sampan.hangUp(engine);
            await().atMost(Sampan.LIMIT)
                    .until(() -> docker(sampan, "docker", "images").code() == 1);
            Files.writeString(file, "{\"authorization-plugins\": [\"nobody\"]}");
            Sampan.hangUp(engine);
            await().atMost(Sampan.LIMIT)
                    .until(() -> Files.readString(folder.resolve("told"))
                            .contains("the configuration stays as it was: Error validating authorization plugin:"
                                    + " plugin \"nobody\" not found"));
            assertThat(docker(sampan, "docker", "images").code()).isEqualTo(1);
        }
    }

    @Test
    void anEngineDoesNotStartWithoutItsPlugins() throws Exception {
        try (Sampan sampan = Sampan.fresh()) {
            Process engine = start(sampan, "--authorization-plugin", "../" + name);
            assertThat(engine.waitFor()).isEqualTo(1);
            assertThat(Files.readString(folder.resolve("told")))
                    .contains("Error validating authorization plugin: plugin \"../" + name + "\" not found");
        }
    }
}

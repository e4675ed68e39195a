package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code login} and {@code logout}, and registries that want to know who asks, with and without TLS. */
final class LoginTest extends EngineTest {
    @TempDir
    Path home;

    /** As somebody with a home of their own. */
    private String path = System.getenv("PATH");

    private Sampan.Result run(String stdin, String... words) throws IOException {
        ProcessBuilder command = sampan().command(words);
        command.environment().put("HOME", home.toString());
        command.environment().put("PATH", path);
        command.environment().remove("DOCKER_CONFIG");
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        Process process =
                command.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try (var input = process.getOutputStream()) {
            input.write(stdin.getBytes(UTF_8));
        } catch (IOException _) {
            // It has ended already, and read nothing.
        }
        return new Sampan.Result(process.onExit().join().exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void helpShowsEveryFlag() throws IOException {
        assertThat(run("", "login", "--help").succeeds().out())
                .contains("[SERVER]", "--password", "--password-stdin", "--username");
        assertThat(run("", "logout", "--help").succeeds().out()).contains("[SERVER]");
        assertThat(run("", "login", "-u", "a", "-p", "b", "--password-stdin").err())
                .isEqualTo("conflicting options: cannot specify both --password and --password-stdin\n");
        assertThat(run("x", "login", "--password-stdin").err())
                .isEqualTo("the --password-stdin option requires --username to be set\n");
        assertThat(run("", "login").err())
                .isEqualTo("Error: Cannot perform an interactive login from a non TTY device\n");
    }

    @Test
    void whoIsKnownMayPushAndPullUntilLogout() throws IOException {
        try (DockerRegistry registry = DockerRegistry.withUsers()) {
            String name = registry.name("mine/box:1");
            run("", "tag", BUSYBOX, name).succeeds();
            Sampan.Result stranger = run("", "push", name);
            assertThat(stranger.code()).isEqualTo(1);
            assertThat(stranger.err()).isEqualTo("no basic auth credentials\n");
            Sampan.Result wrong = run("wrong", "login", "-u", "alice", "--password-stdin", registry.host());
            assertThat(wrong.code()).isEqualTo(1);
            assertThat(wrong.err())
                    .isEqualTo("Error response from daemon: login attempt to http://" + registry.host()
                            + "/v2/ failed with status: 401 Unauthorized\n");
            assertThat(home.resolve(".docker")).doesNotExist();

            assertThat(run(DockerRegistry.PASSWORD + "\n", "login", "-u", "alice", "--password-stdin", registry.host())
                            .succeeds()
                            .out())
                    .isEqualTo("Login Succeeded\n");
            Path file = home.resolve(".docker/config.json");
            assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
            assertThat(run("", "login", registry.host()).succeeds().out())
                    .contains("Authenticating with existing credentials... [Username: alice]");
            run("", "push", "-q", name).succeeds();
            run("", "rmi", name).succeeds();
            run("", "run", "--rm", "-q", name, "true").succeeds();
            run("", "rmi", name).succeeds();

            assertThat(run("", "logout", registry.host()).succeeds().out())
                    .isEqualTo("Removing login credentials for " + registry.host() + "\n");
            assertThat(Files.readString(file)).doesNotContain(registry.host());
            assertThat(run("", "pull", "-q", name).err()).contains("no basic auth credentials");
        }
    }

    @Test
    void whatElseStandsInTheFileStays() throws IOException {
        try (DockerRegistry registry = DockerRegistry.withUsers()) {
            Path file = Files.createDirectory(home.resolve(".docker")).resolve("config.json");
            Files.writeString(
                    file, "{\"psFormat\":\"{{.ID}}\",\"auths\":{\"https://index.docker.io/v1/\":{\"auth\":\"YTpi\"}}}");
            run("", "login", "-u", "alice", "-p", DockerRegistry.PASSWORD, registry.host())
                    .succeeds();
            assertThat(Files.readString(file)).contains("psFormat", "YTpi", registry.host());
            assertThat(run("", "logout").succeeds().out())
                    .isEqualTo("Removing login credentials for https://index.docker.io/v1/\n");
            assertThat(Files.readString(file))
                    .contains("psFormat", registry.host())
                    .doesNotContain("YTpi");
            Files.writeString(file, "not json");
            assertThat(run("", "login", "-u", "alice", "-p", DockerRegistry.PASSWORD, registry.host())
                            .code())
                    .isEqualTo(1);
            assertThat(Files.readString(file)).isEqualTo("not json");
        }
    }

    @Test
    void aProgramThatKeepsPasswordsIsAskedAndToldAndTheFileHasNone() throws IOException {
        Path helper = home.resolve("docker-credential-box");
        Files.writeString(helper, """
                #!/bin/sh
                cd "$(dirname "$0")"
                case $1 in
                store) cat > kept ;;
                get) read server; grep -q "\\"ServerURL\\":\\"$server\\"" kept 2>/dev/null || { echo credentials not found in native keychain; exit 1; }; cat kept ;;
                erase) rm -f kept ;;
                esac
                """);
        assertThat(helper.toFile().setExecutable(true)).isTrue();
        Path file = Files.createDirectories(home.resolve(".docker")).resolve("config.json");
        Files.writeString(file, "{\"credsStore\":\"box\"}");
        String before = path;
        path = home + ":" + before;
        try (DockerRegistry registry = DockerRegistry.withUsers()) {
            Sampan.Result login = run("", "login", "-u", "alice", "-p", DockerRegistry.PASSWORD, registry.host())
                    .succeeds();
            assertThat(login.err()).doesNotContain("unencrypted");
            assertThat(Files.readString(file)).contains(registry.host()).doesNotContain("\"auth\"");
            assertThat(Files.readString(home.resolve("kept"))).contains(DockerRegistry.PASSWORD);
            String name = registry.name("kept/box:1");
            run("", "tag", BUSYBOX, name).succeeds();
            run("", "push", "-q", name).succeeds();
            run("", "rmi", name).succeeds();
            run("", "logout", registry.host()).succeeds();
            assertThat(home.resolve("kept")).doesNotExist();
            assertThat(run("", "pull", "-q", name).err()).contains("no basic auth credentials");
            Files.writeString(file, "{\"credHelpers\":{\"" + registry.host() + "\":\"nosuch\"}}");
            assertThat(run("", "pull", "-q", name).err())
                    .contains("exec: \"docker-credential-nosuch\": executable file not found in $PATH");
        } finally {
            path = before;
        }
    }

    @Test
    void cve20145277CVE201910214ACertificateThatNobodyVouchesForEndsTheConversation() throws IOException {
        try (DockerRegistry registry = DockerRegistry.withTls()) {
            Sampan.Result login = run("", "login", "-u", "alice", "-p", DockerRegistry.PASSWORD, registry.host());
            assertThat(login.code()).isEqualTo(1);
            assertThat(login.err())
                    .contains(
                            "Get \"https://" + registry.host()
                                    + "/v2/\": tls: failed to verify certificate: x509: certificate signed by unknown authority");
            Path certificates = Path.of("/etc/docker/certs.d", registry.host());
            Files.createDirectories(certificates);
            try {
                Files.copy(registry.authority(), certificates.resolve("ca.crt"));
                run("", "login", "-u", "alice", "-p", DockerRegistry.PASSWORD, registry.host())
                        .succeeds();
                String name = registry.name("tls/box:1");
                run("", "tag", BUSYBOX, name).succeeds();
                run("", "push", "-q", name).succeeds();
                run("", "pull", "-q", name).succeeds();
                run("", "rmi", name).succeeds();
            } finally {
                Sampan.delete(certificates);
            }
        }
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker-compose of Debian, which speaks the Engine API by docker-py, where it is installed. */
final class DockerComposeTest extends ClientTest {
    private static final Path COMPOSE = Path.of("/usr/bin/docker-compose");

    @TempDir
    private Path folder;

    @BeforeAll
    void look() {
        assumeTrue(Files.isExecutable(COMPOSE), COMPOSE + " is not installed");
    }

    private Sampan.Result compose(String... words) {
        List<String> line = new ArrayList<>(List.of(COMPOSE.toString(), "-p", "app", "--no-ansi"));
        line.addAll(List.of(words));
        return Sampan.finish(new byte[0], program(line.toArray(String[]::new)).directory(folder.toFile()));
    }

    @Test
    void servicesFindEachOtherByNameAndReadTheirSecrets() throws IOException {
        Files.writeString(folder.resolve("password"), "s3cret");
        Files.writeString(folder.resolve("docker-compose.yml"), """
                version: "3.8"
                services:
                  db:
                    image: localhost/busybox
                    command: sleep 600
                    secrets: [password, {source: password, target: other}]
                    networks: {back: {aliases: [database]}}
                  web:
                    image: localhost/busybox
                    command: sleep 600
                    networks: [back, front]
                  alone:
                    image: localhost/busybox
                    command: sleep 600
                    networks: [front]
                networks: {back: {}, front: {}}
                secrets: {password: {file: ./password}}
                """);
        try {
            compose("up", "-d").succeeds();
            assertThat(compose("exec", "-T", "db", "cat", "/run/secrets/password", "/run/secrets/other")
                            .succeeds()
                            .out())
                    .isEqualTo("s3crets3cret");
            for (String name : List.of("db", "database", "app_db_1")) {
                compose("exec", "-T", "web", "ping", "-c", "1", "-w", "30", name)
                        .succeeds();
                assertThat(compose("exec", "-T", "alone", "ping", "-c", "1", name)
                                .code())
                        .as(name)
                        .isNotZero();
            }
        } finally {
            compose("down", "-v", "-t", "0").succeeds();
        }
    }

    /** This compose keeps them to itself, with any engine. */
    @Test
    void configsAreDroppedBeforeAnEngineHearsOfThem() throws IOException {
        Files.writeString(folder.resolve("settings"), "x");
        Files.writeString(folder.resolve("docker-compose.yml"), """
                version: "3.8"
                services: {db: {image: localhost/busybox, command: sleep 600, configs: [settings]}}
                configs: {settings: {file: ./settings}}
                """);
        try {
            assertThat(compose("up", "-d").succeeds().err())
                    .contains("Some services (db) use the 'configs' key, which will be ignored.");
            assertThat(compose("exec", "-T", "db", "ls", "/settings").code()).isNotZero();
        } finally {
            compose("down", "-v", "-t", "0").succeeds();
        }
    }

    @Test
    void anApplicationComesUpInOrderScalesAndGoes() throws IOException {
        Files.writeString(folder.resolve("docker-compose.yml"), """
                version: "2.4"
                services:
                  web:
                    image: localhost/busybox
                    command: sleep 600
                    volumes: ["data:/data"]
                    healthcheck: {test: ["CMD", "true"], interval: 100ms}
                  job:
                    image: localhost/busybox
                    command: sh -c 'echo job done; sleep 600'
                    depends_on: {web: {condition: service_healthy}}
                volumes: {data: {}}
                """);
        try {
            compose("up", "-d").succeeds();
            assertThat(sampan().run("ps", "--format", "{{.Names}}").line().lines())
                    .containsExactlyInAnyOrder("app_web_1", "app_job_1");
            assertThat(sampan().run("inspect", "-f", "{{.State.Health.Status}}", "app_web_1")
                            .line())
                    .isEqualTo("healthy");
            await().untilAsserted(() ->
                    assertThat(compose("logs", "--no-color", "job").out()).contains("job done"));
            assertThat(compose("exec", "-T", "web", "echo", "inside").succeeds().out())
                    .isEqualTo("inside\n");
            compose("up", "-d", "--scale", "job=3").succeeds();
            assertThat(compose("ps", "-q", "job").line().lines()).hasSize(3);
        } finally {
            compose("down", "-v", "-t", "0").succeeds();
        }
        assertThat(sampan().run("ps", "-aq").line()).isEmpty();
        assertThat(sampan().run("volume", "ls", "-q").line()).isEmpty();
        assertThat(sampan().run("network", "ls", "-q").line().lines()).hasSize(3);
    }
}

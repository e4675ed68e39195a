package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.core.Engine;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.Container;
import sampan.core.container.state.CreateRequest;
import sampan.kernel.process.Credentials;

/** Docker's own client, an old one and a new one, where they are installed. */
@Timeout(300)
final class DockerClientTest {
    private static final String NEW = "/usr/local/bin/docker";
    private static final String OLD = "/usr/bin/docker";

    @TempDir
    private Path folder;

    private Engine engine;
    private ApiServer server;

    @BeforeEach
    void start() {
        assumeTrue(Credentials.uid() == 0, "needs root");
        engine = Engine.open(folder);
        server = new ApiServer(engine, List.of(new ApiAddress.Unix(folder.resolve("api.sock"))), OptionalLong.empty());
        server.open();
        ContainerConfig config = ContainerConfig.builder()
                .image("localhost/busybox")
                .cmd(List.of("sleep", "9"))
                .build();
        engine.create(new CreateRequest("web", config, HostConfig.DEFAULT));
    }

    @AfterEach
    void stop() {
        if (engine != null) {
            server.close();
            engine.containers().list().forEach(Container::remove);
            engine.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void learnsWhatTheServerIs(String docker) throws Exception {
        assertThat(run(docker, "version")).contains("Server: Sampan", "(minimum version 1.24)");
        assertThat(run(docker, "info"))
                .contains("Containers: 1", "Stopped: 1", "Storage Driver: overlay2", "Swarm: inactive")
                .doesNotContain("bridge-nf-call");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void listsAndInspects(String docker) throws Exception {
        assertThat(run(docker, "ps", "-a", "--format", "{{.Names}} {{.Image}} {{.Command}} {{.Status}}"))
                .isEqualTo("web localhost/busybox \"sleep 9\" Created\n");
        assertThat(run(docker, "ps", "-q")).isEmpty();
        assertThat(run(docker, "images", "--format", "{{.Repository}}:{{.Tag}}"))
                .isEqualTo("localhost/busybox:latest\n");
        assertThat(run(docker, "inspect", "-f", "{{.Name}} {{.State.Status}} {{.Config.Cmd}}", "web"))
                .isEqualTo("/web created [sleep 9]\n");
        assertThat(run(docker, "inspect", "-f", "{{.Os}}", "localhost/busybox")).isEqualTo("linux\n");
        assertThat(run(docker, "inspect", "nobody")).contains("Error: No such object: nobody");
    }

    @ParameterizedTest
    @ValueSource(strings = {OLD, NEW})
    void tellsWhatThereIsNot(String docker) throws Exception {
        assertThat(run(docker, "swarm", "init")).contains("swarm mode is not supported by Sampan");
    }

    private String run(String docker, String... words) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of(docker)), docker + " is not installed");
        List<String> command = new ArrayList<>(List.of(docker, "-H", "unix://" + folder.resolve("api.sock")));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("DOCKER_"));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}

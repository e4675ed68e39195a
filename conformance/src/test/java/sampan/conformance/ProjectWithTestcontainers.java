package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.output.ToStringConsumer;
import org.testcontainers.containers.output.WaitingConsumer;
import org.testcontainers.containers.startupcheck.OneShotStartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** A project's tests with Testcontainers, as its manual has them: {@link TestcontainersTest} runs them where DOCKER_HOST is the engine's socket. */
final class ProjectWithTestcontainers {
    private static final DockerImageName BUSYBOX = DockerImageName.parse("localhost/busybox:latest");
    private static final String WEB =
            "mkdir /www; echo served > /www/index.html; echo ready; exec httpd -f -p 8080 -h /www";

    private static GenericContainer<?> container(String script) {
        return new GenericContainer<>(BUSYBOX).withCommand("sh", "-c", script);
    }

    private static String fetch(GenericContainer<?> web) throws IOException {
        var address = URI.create("http://" + web.getHost() + ":" + web.getMappedPort(8080) + "/");
        var connection = (HttpURLConnection) address.toURL().openConnection();
        try (var body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aLogMessageIsWaitedFor() throws Exception {
        try (var box = container("echo starting; echo \"$WORD is ready\"; sleep 600")
                .withEnv("WORD", "everything")
                .withLabel("made", "by test")
                .waitingFor(Wait.forLogMessage(".*everything is ready.*\\n", 1))) {
            box.start();
            assertThat(box.isRunning()).isTrue();
            assertThat(box.getLogs()).isEqualTo("starting\neverything is ready\n");
            assertThat(box.getLogs(OutputFrame.OutputType.STDERR)).isEmpty();
            assertThat(box.getContainerInfo().getConfig().getLabels()).containsEntry("made", "by test");
            Container.ExecResult inside = box.execInContainer("sh", "-c", "echo out; echo err >&2; exit 3");
            assertThat(inside.getStdout()).isEqualTo("out\n");
            assertThat(inside.getStderr()).isEqualTo("err\n");
            assertThat(inside.getExitCode()).isEqualTo(3);
        }
    }

    @Test
    void aPortIsWaitedForAndMapped() throws IOException {
        try (var web = container(WEB).withExposedPorts(8080).waitingFor(Wait.forListeningPort())) {
            web.start();
            assertThat(fetch(web)).isEqualTo("served\n");
        }
    }

    @Test
    void anAnswerIsWaitedFor() throws IOException {
        try (var web = container(WEB)
                .withExposedPorts(8080)
                .waitingFor(Wait.forHttp("/").forStatusCode(200).withStartupTimeout(Sampan.LIMIT))) {
            web.start();
            assertThat(fetch(web)).isEqualTo("served\n");
        }
    }

    @Test
    void healthIsWaitedFor() {
        try (var box = container("touch /well; sleep 600")
                .withCreateContainerCmdModifier(
                        create -> create.withHealthcheck(new com.github.dockerjava.api.model.HealthCheck()
                                .withTest(java.util.List.of("CMD", "test", "-e", "/well"))
                                .withInterval(100_000_000L)))
                .waitingFor(Wait.forHealthcheck())) {
            box.start();
            assertThat(box.isHealthy()).isTrue();
        }
    }

    @Test
    void aCommandThatSucceedsIsWaitedFor() {
        try (var box = container("touch /there; sleep 600").waitingFor(Wait.forSuccessfulCommand("test -e /there"))) {
            box.start();
            assertThat(box.isRunning()).isTrue();
        }
    }

    @Test
    void whatRunsOnceIsWaitedFor() {
        try (var once = container("echo done").withStartupCheckStrategy(new OneShotStartupCheckStrategy())) {
            once.start();
            assertThat(once.getLogs()).isEqualTo("done\n");
            assertThat(once.getCurrentContainerInfo().getState().getExitCodeLong())
                    .isZero();
        }
    }

    @Test
    void filesAreCopiedInAndOut() throws Exception {
        var file = java.nio.file.Files.createTempFile("carried", ".txt");
        try (var box = container("cat /before/text; sleep 600")
                .withCopyToContainer(Transferable.of("early\n"), "/before/text")
                .withTmpFs(Map.of("/scratch", "rw"))
                .waitingFor(Wait.forLogMessage("early\\n", 1))) {
            box.start();
            java.nio.file.Files.writeString(file, "late");
            box.copyFileToContainer(MountableFile.forHostPath(file), "/after/text");
            assertThat(box.execInContainer("cat", "/after/text").getStdout()).isEqualTo("late");
            String back = box.copyFileFromContainer(
                    "/after/text", stream -> new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(back).isEqualTo("late");
        } finally {
            java.nio.file.Files.delete(file);
        }
    }

    @Test
    void outputIsFollowed() throws Exception {
        var everything = new ToStringConsumer();
        var waiting = new WaitingConsumer();
        try (var box = container("echo one; echo two >&2; echo three; sleep 600")
                .withLogConsumer(everything.andThen(waiting))) {
            box.start();
            waiting.waitUntil(
                    frame -> frame.getUtf8String().contains("three"), 180, java.util.concurrent.TimeUnit.SECONDS);
            // The two streams are read one beside the other.
            await().untilAsserted(() -> assertThat(everything.toUtf8String()).contains("one\n", "two\n", "three\n"));
        }
    }

    @Test
    void containersMeetOnANetworkOfTheirOwn() throws Exception {
        try (Network network = Network.newNetwork();
                var web = container(WEB)
                        .withNetwork(network)
                        .withNetworkAliases("web")
                        .withExposedPorts(8080)
                        .waitingFor(Wait.forListeningPort());
                var client = container("sleep 600").withNetwork(network)) {
            web.start();
            client.start();
            assertThat(web.getContainerInfo().getNetworkSettings().getNetworks())
                    .hasSize(1)
                    .allSatisfy((_, joined) -> assertThat(joined.getAliases()).contains("web"));
            Container.ExecResult fetched = client.execInContainer("wget", "-qO-", "http://web:8080/");
            assertThat(fetched.getStdout()).as(fetched.getStderr()).isEqualTo("served\n");
        }
    }

    @Test
    void aContainerIsUsedAgain() {
        try (var first = container("sleep 600").withReuse(true);
                var second = container("sleep 600").withReuse(true)) {
            first.start();
            second.start();
            assertThat(second.getContainerId()).isEqualTo(first.getContainerId());
        }
    }

    @Test
    void theEngineIsTheOneThatWasNamed() {
        assertThat(DockerClientFactory.instance().client().infoCmd().exec().getDockerRootDir())
                .isEqualTo(System.getProperty("sampan.data-root"));
    }
}

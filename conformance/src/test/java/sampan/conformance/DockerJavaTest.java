package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.Statistics;
import com.github.dockerjava.api.model.StreamType;
import com.github.dockerjava.api.model.Volume;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.InvocationBuilder.AsyncResultCallback;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker-java, the client of Jenkins, Testcontainers and many plug-ins, on the engine's socket. */
final class DockerJavaTest extends ClientTest {
    private static final long SECONDS = 180;

    private @Nullable DockerClient docker;

    @TempDir
    private Path folder;

    @BeforeAll
    void connect() {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host())
                .withDockerTlsVerify(false)
                .build();
        docker = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build());
    }

    @AfterAll
    void disconnect() throws IOException {
        docker().close();
    }

    private DockerClient docker() {
        return Objects.requireNonNull(docker);
    }

    private String started(String... command) {
        String id = docker().createContainerCmd(BUSYBOX)
                .withName("box")
                .withCmd(command)
                .exec()
                .getId();
        docker().startContainerCmd(id).exec();
        return id;
    }

    /** Output by streams, as it came. */
    private static final class Heard extends ResultCallback.Adapter<Frame> {
        private final List<Frame> frames = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void onNext(Frame frame) {
            frames.add(frame);
        }

        String of(StreamType type) throws InterruptedException {
            assertThat(awaitCompletion(SECONDS, TimeUnit.SECONDS)).isTrue();
            return frames.stream()
                    .filter(frame -> frame.getStreamType() == type)
                    .map(frame -> new String(frame.getPayload(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining());
        }
    }

    @Test
    void theEngineTellsOfItself() {
        docker().pingCmd().exec();
        assertThat(docker().versionCmd().exec().getOperatingSystem()).isEqualTo("linux");
        assertThat(docker().infoCmd().exec().getDockerRootDir())
                .isEqualTo(sampan().dataRoot().toString());
    }

    @Test
    void aContainerLivesAndIsWaitedFor() throws InterruptedException {
        String id = started("sh", "-c", "echo out; echo err >&2; exit 3");
        assertThat(docker().waitContainerCmd(id).start().awaitStatusCode(SECONDS, TimeUnit.SECONDS))
                .isEqualTo(3);
        Heard logs = docker().logContainerCmd(id)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(true)
                .exec(new Heard());
        assertThat(logs.of(StreamType.STDOUT)).isEqualTo("out\n");
        assertThat(logs.of(StreamType.STDERR)).isEqualTo("err\n");
        var inspected = docker().inspectContainerCmd(id).exec();
        assertThat(inspected.getState().getExitCodeLong()).isEqualTo(3);
        assertThat(inspected.getName()).isEqualTo("/box");
        assertThat(docker().listContainersCmd()
                        .withShowAll(true)
                        .withStatusFilter(List.of("exited"))
                        .exec())
                .singleElement()
                .satisfies(listed -> assertThat(listed.getId()).isEqualTo(id));
        docker().removeContainerCmd(id).exec();
        assertThatThrownBy(() -> docker().inspectContainerCmd(id).exec()).isInstanceOf(NotFoundException.class);
    }

    /** It never ends its input: no program that reads to the end ends, with dockerd as here. */
    @Test
    void inputIsCarriedToAnAttachedContainer() throws InterruptedException {
        String id = docker().createContainerCmd(BUSYBOX)
                .withCmd("sh", "-c", "read line; echo \"heard $line\"")
                .withStdinOpen(true)
                .withStdInOnce(true)
                .withAttachStdin(true)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        byte[] typed = "first\n".getBytes(StandardCharsets.UTF_8);
        Heard attached = docker().attachContainerCmd(id)
                .withFollowStream(true)
                .withStdIn(new ByteArrayInputStream(typed))
                .withStdOut(true)
                .withStdErr(true)
                .exec(new Heard());
        assertThat(attached.awaitStarted(SECONDS, TimeUnit.SECONDS)).isTrue();
        docker().startContainerCmd(id).exec();
        assertThat(attached.of(StreamType.STDOUT)).isEqualTo("heard first\n");
    }

    @Test
    void aProcessIsAddedAndItsExitCodeAsked() throws InterruptedException {
        String id = started("sleep", "600");
        String exec = docker().execCreateCmd(id)
                .withCmd("sh", "-c", "echo $WORD; read line; echo $line; exit 4")
                .withEnv(List.of("WORD=inside"))
                .withAttachStdin(true)
                .withAttachStdout(true)
                .withAttachStderr(true)
                .exec()
                .getId();
        Heard output = docker().execStartCmd(exec)
                .withStdIn(new ByteArrayInputStream("typed\n".getBytes(StandardCharsets.UTF_8)))
                .exec(new Heard());
        assertThat(output.of(StreamType.STDOUT)).isEqualTo("inside\ntyped\n");
        assertThat(docker().inspectExecCmd(exec).exec().getExitCodeLong()).isEqualTo(4);
    }

    @Test
    void aTerminalIsNotFramed() throws InterruptedException {
        String id = docker().createContainerCmd(BUSYBOX)
                .withTty(true)
                .withCmd("tty")
                .exec()
                .getId();
        Heard attached = docker().attachContainerCmd(id)
                .withFollowStream(true)
                .withStdOut(true)
                .exec(new Heard());
        assertThat(attached.awaitStarted(SECONDS, TimeUnit.SECONDS)).isTrue();
        docker().startContainerCmd(id).exec();
        assertThat(attached.of(StreamType.RAW)).isEqualTo("/dev/pts/0\r\n");
    }

    @Test
    void filesAreCarriedInAndOut() throws IOException {
        String id = started("sleep", "600");
        Files.writeString(folder.resolve("in"), "carried");
        docker().copyArchiveToContainerCmd(id)
                .withHostResource(folder.resolve("in").toString())
                .withRemotePath("/tmp")
                .exec();
        try (InputStream stream =
                        docker().copyArchiveFromContainerCmd(id, "/tmp/in").exec();
                TarArchiveInputStream archive = new TarArchiveInputStream(stream)) {
            assertThat(archive.getNextEntry().getName()).isEqualTo("in");
            assertThat(new String(archive.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("carried");
        }
        assertThat(docker().containerDiffCmd(id).exec()).anySatisfy(change -> {
            assertThat(change.getPath()).isEqualTo("/tmp/in");
            assertThat(change.getKind()).isEqualTo(1);
        });
        assertThatThrownBy(() ->
                        docker().copyArchiveFromContainerCmd(id, "/nowhere").exec())
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void aLifeIsChangedFromOutside() throws InterruptedException {
        String id = started("sleep", "600");
        docker().pauseContainerCmd(id).exec();
        assertThat(docker().inspectContainerCmd(id).exec().getState().getPaused())
                .isTrue();
        docker().unpauseContainerCmd(id).exec();
        docker().renameContainerCmd(id).withName("case").exec();
        docker().updateContainerCmd(id).withCpuShares(512).exec();
        assertThat(docker().inspectContainerCmd("case").exec().getHostConfig().getCpuShares())
                .isEqualTo(512);
        assertThat(docker().topContainerCmd("case").exec().getProcesses()).hasNumberOfRows(1);
        Figures figures = docker().statsCmd(id).withNoStream(true).exec(new Figures());
        assertThat(Objects.requireNonNull(figures.awaitResult()).getPidsStats().getCurrent())
                .isEqualTo(1);
        docker().restartContainerCmd(id).withTimeout(0).exec();
        docker().stopContainerCmd(id).withTimeout(0).exec();
        docker().startContainerCmd(id).exec();
        docker().killContainerCmd(id).withSignal("KILL").exec();
        assertThat(docker().waitContainerCmd(id).start().awaitStatusCode(SECONDS, TimeUnit.SECONDS))
                .isEqualTo(137);
        assertThatThrownBy(() -> docker().killContainerCmd(id).exec()).isInstanceOf(ConflictException.class);
    }

    private static final class Figures extends AsyncResultCallback<Statistics> {}

    @Test
    void imagesAreMadeSavedAndLoaded() throws Exception {
        String id = started("touch", "/made");
        docker().waitContainerCmd(id).start().awaitStatusCode(SECONDS, TimeUnit.SECONDS);
        docker().commitCmd(id)
                .withRepository("made")
                .withTag("1")
                .withAuthor("docker-java")
                .exec();
        docker().tagImageCmd("made:1", "other", "2").exec();
        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (InputStream saved = docker().saveImageCmd("made:1").exec()) {
            saved.transferTo(archive);
        }
        docker().removeImageCmd("other:2").exec();
        docker().removeImageCmd("made:1").exec();
        assertThatThrownBy(() -> docker().inspectImageCmd("made:1").exec()).isInstanceOf(NotFoundException.class);
        docker().loadImageAsyncCmd(new ByteArrayInputStream(archive.toByteArray()))
                .start()
                .awaitCompletion(SECONDS, TimeUnit.SECONDS);
        assertThat(docker().inspectImageCmd("made:1").exec().getAuthor()).isEqualTo("docker-java");
        assertThat(docker().listImagesCmd().withImageNameFilter("made").exec()).hasSize(1);
        docker().removeImageCmd("made:1").withForce(true).exec();
    }

    @Test
    void aVolumeIsMadeUsedAndRemoved() throws InterruptedException {
        docker().createVolumeCmd().withName("vol").withLabels(Map.of("a", "b")).exec();
        try {
            String id = docker().createContainerCmd(BUSYBOX)
                    .withCmd("touch", "/data/file")
                    .withHostConfig(HostConfig.newHostConfig().withBinds(new Bind("vol", new Volume("/data"))))
                    .exec()
                    .getId();
            docker().startContainerCmd(id).exec();
            docker().waitContainerCmd(id).start().awaitStatusCode(SECONDS, TimeUnit.SECONDS);
            assertThat(sampan().dataRoot().resolve("volumes/vol/_data/file")).exists();
            docker().removeContainerCmd(id).exec();
        } finally {
            docker().removeVolumeCmd("vol").exec();
        }
        assertThat(docker().listVolumesCmd().exec().getVolumes()).isNullOrEmpty();
    }

    @Test
    void aNetworkIsMadeJoinedLeftAndRemoved() {
        String network = docker().createNetworkCmd()
                .withName("net")
                .withIpam(new Network.Ipam()
                        .withConfig(new Network.Ipam.Config()
                                .withSubnet("10.213.7.0/24")
                                .withGateway("10.213.7.1")))
                .exec()
                .getId();
        try {
            String id = docker().createContainerCmd(BUSYBOX)
                    .withCmd("sleep", "600")
                    .withHostConfig(HostConfig.newHostConfig().withNetworkMode("net"))
                    .withAliases("other")
                    .exec()
                    .getId();
            docker().startContainerCmd(id).exec();
            var joined =
                    docker().inspectContainerCmd(id).exec().getNetworkSettings().getNetworks();
            assertThat(joined).containsOnlyKeys("net");
            assertThat(joined.get("net").getIpAddress()).startsWith("10.213.7.");
            assertThat(docker().inspectNetworkCmd()
                            .withNetworkId(network)
                            .exec()
                            .getContainers())
                    .containsOnlyKeys(id);
            docker().disconnectFromNetworkCmd()
                    .withContainerId(id)
                    .withNetworkId(network)
                    .exec();
            docker().connectToNetworkCmd()
                    .withContainerId(id)
                    .withNetworkId(network)
                    .exec();
            docker().removeContainerCmd(id).withForce(true).exec();
        } finally {
            docker().removeNetworkCmd(network).exec();
        }
    }

    @Test
    void whatHappensIsToldAsItHappens() throws InterruptedException {
        List<String> actions = Collections.synchronizedList(new ArrayList<>());
        try (var events = docker().eventsCmd().withContainerFilter("box").exec(new ResultCallback.Adapter<Event>() {
            @Override
            public void onNext(Event event) {
                actions.add(event.getAction());
            }
        })) {
            assertThat(events.awaitStarted(SECONDS, TimeUnit.SECONDS)).isTrue();
            String id = started("true");
            docker().waitContainerCmd(id).start().awaitStatusCode(SECONDS, TimeUnit.SECONDS);
            docker().removeContainerCmd(id).exec();
            Patience.await().until(() -> actions.contains("destroy"));
        } catch (IOException closing) {
            throw new java.io.UncheckedIOException(closing);
        }
        assertThat(actions).containsSubsequence("create", "start", "die", "destroy");
    }
}

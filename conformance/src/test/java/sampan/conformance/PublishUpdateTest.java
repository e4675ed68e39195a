package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code update --publish-add} and {@code --publish-rm}: ports of a container that runs. */
final class PublishUpdateTest extends EngineTest {
    @BeforeEach
    void serve() {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "web",
                        "-p",
                        "127.0.0.1::80",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "mkdir /www; echo here > /www/index.html; httpd -p 80 -h /www; echo ready; sleep 1000")
                .succeeds();
        await().until(() -> sampan().run("logs", "web").out().contains("ready"));
    }

    @AfterEach
    void remove() {
        sampan().run("ps", "-aq").line().lines().forEach(id -> sampan().run("rm", "-f", id));
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 60_000);
            socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("here");
        } catch (IOException refused) {
            return false;
        }
    }

    /** Not the container's, which no socket has. */
    private int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort() == first() ? freePort() : socket.getLocalPort();
        }
    }

    private String ports() {
        return sampan().run("ps", "--format", "{{.Ports}}").line();
    }

    private int first() {
        String place = sampan().run("port", "web", "80").succeeds().line();
        return Integer.parseInt(place.substring(place.lastIndexOf(':') + 1));
    }

    @Test
    void aPortIsAddedAndTakenAwayWhileItRunsAndEverybodySaysSo() throws IOException {
        int before = first();
        int more = freePort();
        assertThat(sampan().run("update", "--publish-add", more + ":80", "web")
                        .succeeds()
                        .line())
                .isEqualTo("web");
        assertThat(answers(before)).isTrue();
        assertThat(answers(more)).isTrue();
        assertThat(ports()).contains("127.0.0.1:" + before + "->80/tcp", "0.0.0.0:" + more + "->80/tcp");
        assertThat(sampan().run("port", "web").out()).contains("80/tcp -> 0.0.0.0:" + more);
        assertThat(sampan().run("inspect", "-f", "{{json .HostConfig.PortBindings}}", "web")
                        .line())
                .contains("\"HostPort\":\"" + more + "\"");
        sampan().run("update", "--publish-rm", before + ":80", "web").succeeds();
        assertThat(answers(before)).isFalse();
        assertThat(ports()).isEqualTo("0.0.0.0:" + more + "->80/tcp");
        sampan().run("update", "--publish-rm", "80", "web").succeeds();
        assertThat(answers(more)).isFalse();
        assertThat(ports()).isEqualTo("80/tcp");
    }

    @Test
    void whatWasChangedOutlivesTheEngineAndTheContainersNextStart() throws IOException {
        int more = freePort();
        sampan().run("update", "--publish-rm", "80", "--publish-add", more + ":80", "web")
                .succeeds();
        sampan().killEngine();
        assertThat(ports()).isEqualTo("0.0.0.0:" + more + "->80/tcp");
        assertThat(answers(more)).isTrue();
        sampan().run("restart", "-t", "0", "web").succeeds();
        assertThat(ports()).isEqualTo("0.0.0.0:" + more + "->80/tcp");
        await().until(() -> answers(more));
    }

    @Test
    void aConflictIsRefusedInDockersSentenceAndNothingIsChanged() throws IOException {
        int own = first();
        String shown = ports();
        sampan().run("run", "-d", "--name", "other", "-p", "80", BUSYBOX, "sleep", "1000")
                .succeeds();
        String place = sampan().run("port", "other", "80").line();
        String taken = place.substring(place.lastIndexOf(':') + 1);
        Sampan.Result refused = sampan().run("update", "--publish-rm", "80", "--publish-add", taken + ":80", "web");
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("Bind for 0.0.0.0:" + taken + " failed: port is already allocated");
        sampan().run("rm", "-f", "other");
        assertThat(ports()).isEqualTo(shown);
        assertThat(answers(own)).isTrue();
        try (ServerSocket program = new ServerSocket(0)) {
            assertThat(sampan().run("update", "--publish-add", program.getLocalPort() + ":80", "web")
                            .err())
                    .contains("address already in use");
        }
        assertThat(ports()).isEqualTo(shown);
    }

    @Test
    void whenOnePartOfACommandIsRefusedNothingOfItIsDone() throws IOException {
        int own = first();
        String shown = ports();
        String settings =
                sampan().run("inspect", "-f", "{{json .HostConfig}}", "web").line();
        Sampan.Result refused = sampan().run(
                        "update",
                        "--publish-rm",
                        "80",
                        "--publish-add",
                        "81",
                        "--network-rate",
                        "9m",
                        "-m",
                        "1m",
                        "web");
        assertThat(refused.code()).as(refused.out()).isEqualTo(1);
        assertThat(refused.err()).contains("inimum memory limit");
        assertThat(ports()).isEqualTo(shown);
        assertThat(sampan().run("inspect", "-f", "{{json .HostConfig}}", "web").line())
                .isEqualTo(settings);
        assertThat(answers(own)).isTrue();
    }

    @Test
    void badInputIsRefused() {
        assertThat(sampan().run("update", "--publish-rm", "81", "web").err()).contains("port 81/tcp is not published");
        assertThat(sampan().run("update", "--publish-add", "x:80", "web").err()).contains("invalid hostPort: x");
        sampan().run("run", "-d", "--name", "none", "--network", "none", BUSYBOX, "sleep", "1000")
                .succeeds();
        assertThat(sampan().run("update", "--publish-add", "80", "none").err())
                .contains("network mode none publishes no ports");
        assertThat(sampan().run("update", "--help").out()).contains("--publish-add", "--publish-rm");
    }
}

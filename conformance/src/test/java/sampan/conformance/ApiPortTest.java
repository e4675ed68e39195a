package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Several {@code -H} at once: sockets, ports with TLS and without, and those that a service manager listens on, for the docker command of the distribution. */
@ExtendWith(LeakCheck.class)
final class ApiPortTest {
    private static final Path DOCKER = Path.of("/usr/bin/docker");
    private static final Path ACTIVATE = Path.of("/usr/bin/systemd-socket-activate");

    @TempDir
    Path folder;

    private Path told() {
        return folder.resolve("told");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void start(Sampan sampan, List<String> before, String... flags) throws IOException {
        List<String> words = new ArrayList<>(before);
        words.addAll(sampan.command(
                        "--data-root",
                        sampan.dataRoot().toString(),
                        "--exec-root",
                        sampan.execRoot().toString(),
                        "daemon")
                .command());
        words.addAll(List.of(flags));
        new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(told().toFile())
                .start();
    }

    private void awaitServed() {
        await().until(() -> Files.readString(told()).contains("the Engine API is served on"));
    }

    private Sampan.Result docker(String input, String... words) {
        List<String> line = new ArrayList<>(List.of(DOCKER.toString()));
        line.addAll(List.of(words));
        ProcessBuilder command = new ProcessBuilder(line);
        command.environment().put("HOME", folder.toString());
        return Sampan.finish(input.getBytes(StandardCharsets.UTF_8), command);
    }

    private void openssl(String words) throws Exception {
        List<String> line = new ArrayList<>(List.of("openssl"));
        line.addAll(List.of(words.split(" ")));
        Process process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    /** Certificates of a server and a client, and of who has signed them. */
    private void certificates(String authority, String... names) throws Exception {
        openssl("req -x509 -newkey rsa:2048 -nodes -keyout %1$s-key.pem -out %1$s.pem -days 2 -subj /CN=%1$s"
                .formatted(authority));
        Files.writeString(
                folder.resolve("more"), "subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth,clientAuth\n");
        for (String name : names) {
            signed(authority, name);
        }
    }

    private void signed(String authority, String name) throws Exception {
        openssl("req -newkey rsa:2048 -nodes -keyout %1$s-key.pem -out %1$s.csr -subj /CN=%1$s".formatted(name));
        openssl(
                "x509 -req -in %1$s.csr -CA %2$s.pem -CAkey %2$s-key.pem -CAcreateserial -out %1$s.pem -days 2 -extfile more"
                        .formatted(name, authority));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String[] client(int port, String name, String... words) {
        List<String> line = new ArrayList<>(List.of(
                "-H",
                "tcp://127.0.0.1:" + port,
                "--tlsverify",
                "--tlscacert",
                file("ca.pem"),
                "--tlscert",
                file(name + ".pem"),
                "--tlskey",
                file(name + "-key.pem")));
        line.addAll(List.of(words));
        return line.toArray(String[]::new);
    }

    @Test
    void onlyClientsWithACertificateAreServedOnAPortThatVerifies() throws Exception {
        assumeThat(DOCKER).exists();
        certificates("ca", "server", "client");
        certificates("other", "stranger");
        int port = freePort();
        try (Sampan sampan = Sampan.fresh()) {
            String unix = "unix://" + file("api.sock");
            start(
                    sampan,
                    List.of(),
                    "-H",
                    unix,
                    "-H",
                    "tcp://127.0.0.1:" + port,
                    "--tlsverify",
                    "--tlscacert",
                    file("ca.pem"),
                    "--tlscert",
                    file("server.pem"),
                    "--tlskey",
                    file("server-key.pem"));
            awaitServed();
            assertThat(Files.readString(told())).doesNotContain("insecure");
            String text = "a line\n".repeat(100_000);
            String[] count =
                    client(port, "client", "run", "--rm", "-i", "--network", "none", "localhost/busybox", "wc", "-l");
            assertThat(docker(text, count).succeeds().line()).isEqualTo("100000");
            assertThat(docker("", "-H", unix, "version", "--format", "{{.Server.Os}}")
                            .succeeds()
                            .line())
                    .isEqualTo("linux");
            Sampan.Result stranger = docker("", client(port, "stranger", "ps"));
            assertThat(stranger.code()).isEqualTo(1);
            assertThat(stranger.err()).containsAnyOf("certificate", "authority", "tls");
            assertThat(docker("", "-H", "tcp://127.0.0.1:" + port, "ps").code()).isEqualTo(1);
            inAContext(port);
        }
    }

    private void inAContext(int port) {
        String place = "host=tcp://127.0.0.1:" + port + ",ca=" + file("ca.pem") + ",cert=" + file("client.pem")
                + ",key=" + file("client-key.pem");
        docker("", "context", "create", "far", "--docker", place).succeeds();
        assertThat(docker("", "--context", "far", "info", "--format", "{{.OSType}}")
                        .succeeds()
                        .line())
                .isEqualTo("linux");
    }

    @Test
    void aPortWithoutTlsIsServedWithAWarning() throws Exception {
        assumeThat(DOCKER).exists();
        int port = freePort();
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, List.of(), "-H", "127.0.0.1:" + port);
            awaitServed();
            assertThat(docker("", "-H", "tcp://127.0.0.1:" + port, "ps", "-q")
                            .succeeds()
                            .out())
                    .isEmpty();
            assertThat(Files.readString(told())).contains("Binding to IP address without --tlsverify is insecure");
        }
    }

    @Test
    void socketsOfAServiceManagerAreTakenOver() throws Exception {
        assumeThat(DOCKER).exists();
        assumeThat(ACTIVATE).exists();
        int port = freePort();
        String unix = file("activated.sock");
        try (Sampan sampan = Sampan.fresh()) {
            start(sampan, List.of(ACTIVATE.toString(), "-l", "127.0.0.1:" + port, "-l", unix), "-H", "fd://");
            await().until(() -> Files.readString(told()).contains(unix));
            assertThat(docker("", "-H", "tcp://127.0.0.1:" + port, "ps", "-q")
                            .succeeds()
                            .out())
                    .isEmpty();
            assertThat(docker("", "-H", "unix://" + unix, "ps", "-q").succeeds().out())
                    .isEmpty();
        }
    }

    @Test
    void aTakenPortIsAClearError() throws Exception {
        try (Sampan sampan = Sampan.fresh();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Sampan.Result refused = sampan.run(
                    "--data-root",
                    sampan.dataRoot().toString(),
                    "--exec-root",
                    sampan.execRoot().toString(),
                    "daemon",
                    "-H",
                    "tcp://127.0.0.1:" + taken.getLocalPort());
            assertThat(refused.code()).isEqualTo(1);
            assertThat(refused.err())
                    .contains("listen tcp 127.0.0.1:" + taken.getLocalPort() + ": bind: address already in use");
        }
    }
}

package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's docker-registry on a port of 127.0.0.1: bare, with users, or with TLS. */
final class DockerRegistry implements AutoCloseable {
    static final String USER = "alice";
    static final String PASSWORD = "in:wonder land";

    private static final Pattern LISTENING = Pattern.compile("listening on 127\\.0\\.0\\.1:(\\d+)\\D");

    private final Path folder;
    private final int port;
    private final Process server;

    private DockerRegistry(Path folder, int port, Process server) {
        this.folder = folder;
        this.port = port;
        this.server = server;
    }

    static DockerRegistry bare() {
        return start(false, false, "");
    }

    static DockerRegistry withUsers() {
        return start(true, false, "");
    }

    /** With TLS, and only for who shows a certificate by this authority. */
    static DockerRegistry forClientsOf(Path authority) {
        return start(false, true, ", clientcas: [\"" + authority + "\"]");
    }

    /** Its certificate's authority is {@link #authority}. */
    static DockerRegistry withTls() {
        return start(true, true, "");
    }

    private static DockerRegistry start(boolean users, boolean tls, String more) {
        try {
            Path folder = Files.createTempDirectory("sampan-registry");
            String auth = "";
            if (users) {
                Files.writeString(folder.resolve("users"), run("htpasswd", "-Bbn", "-C", "4", USER, PASSWORD));
                auth = "auth: {htpasswd: {realm: test, path: " + folder + "/users}}\n";
            }
            if (tls) {
                certificate("test", folder.resolve("host.key"), folder.resolve("host.crt"));
            }
            Files.writeString(folder.resolve("config.yml"), """
                    version: 0.1
                    log: {level: info, accesslog: {disabled: true}}
                    storage: {filesystem: {rootdirectory: %s/data}, delete: {enabled: true}}
                    http: {addr: "127.0.0.1:0"%s}
                    %s
                    """.formatted(
                    folder,
                    tls
                            ? ", tls: {certificate: " + folder + "/host.crt, key: " + folder + "/host.key" + more + "}"
                            : "",
                    auth));
            Path log = folder.resolve("log");
            Process server = new ProcessBuilder("docker-registry", "serve", folder + "/config.yml")
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Patience.await().until(() -> !server.isAlive() || port(log) > 0);
            assertThat(server.isAlive()).as(Files.readString(log)).isTrue();
            return new DockerRegistry(folder, port(log), server);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Makes a key, and a certificate that is its own authority, valid for two days. */
    static void certificate(String subject, Path key, Path certificate) throws IOException {
        String line = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -addext subjectAltName=IP:127.0.0.1 -subj /CN="
                + subject + " -keyout " + key + " -out " + certificate;
        run(line.split(" "));
    }

    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.onExit().join().exitValue())
                .as(List.of(command) + ": " + said)
                .isZero();
        return said;
    }

    /** The kernel has chosen it, so that nobody else has it, and the registry says which it is once it listens; 0: it has not said. */
    private static int port(Path log) throws IOException {
        Matcher said = LISTENING.matcher(Files.readString(log));
        return said.find() ? Integer.parseInt(said.group(1)) : 0;
    }

    /** {@code 127.0.0.1:port}. */
    String host() {
        return "127.0.0.1:" + port;
    }

    int port() {
        return port;
    }

    String name(String repository) {
        return host() + "/" + repository;
    }

    Path authority() {
        return folder.resolve("host.crt");
    }

    /** What a client that believes everything says: with this, registry and archives are filled. */
    String skopeo(String... arguments) throws IOException {
        List<String> line = new java.util.ArrayList<>(List.of("skopeo", arguments[0]));
        line.addAll(List.of(arguments).subList(1, arguments.length));
        return run(line.toArray(String[]::new));
    }

    /** Brings the image of an archive here, by way of a file. */
    void fill(String name, Path file, HostileTar archive) throws IOException {
        Files.write(file, archive.bytes());
        skopeo("copy", "--dest-tls-verify=false", "docker-archive:" + file, "docker://" + name);
    }

    /** The files of all blobs, for a test that damages them. */
    List<Path> blobs() throws IOException {
        try (var files = Files.walk(folder.resolve("data/docker/registry/v2/blobs"))) {
            return files.filter(file -> file.endsWith("data")).toList();
        }
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().join();
        Sampan.delete(folder);
    }
}

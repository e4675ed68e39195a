package sampan.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's docker-registry on loopback, without TLS, which every contestant accepts there. */
final class LocalRegistry implements AutoCloseable {
    private final Path folder;
    private final Path tools;
    private final int port;
    private final Process process;

    private LocalRegistry(Path folder, Path tools, int port, Process process) {
        this.folder = folder;
        this.tools = tools;
        this.port = port;
        this.process = process;
    }

    static LocalRegistry start(Bench bench) throws IOException {
        Path folder = Files.createDirectories(bench.scratch().resolve("registry"));
        int port = freePort();
        Path configuration = folder.resolve("config.yml");
        Files.writeString(configuration, """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d"}
                """.formatted(folder.resolve("store"), port));
        Process process = Shell.background(
                List.of("/usr/bin/docker-registry", "serve", configuration.toString()), folder.resolve("log"));
        LocalRegistry registry = new LocalRegistry(folder, bench.tools(), port, process);
        Ready.await(List.of("/bin/bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/" + port), process);
        return registry;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String name(String repository) {
        return "127.0.0.1:" + port + "/" + repository + ":latest";
    }

    /**
     * Puts an image there.
     *
     * @param small files of 4 KiB in each layer; 0: large ones
     */
    String image(String repository, int layers, int megabytes, int small) throws IOException {
        Path layout = folder.resolve(repository);
        Shell.run(List.of(
                tools.resolve("image").toString(),
                layout.toString(),
                Integer.toString(layers),
                Integer.toString(megabytes),
                Integer.toString(small)));
        Shell.run(List.of(
                "/usr/bin/skopeo",
                "copy",
                "--quiet",
                "--dest-tls-verify=false",
                "oci:" + layout,
                "docker://" + name(repository)));
        Shell.run(List.of("rm", "-r", layout.toString()));
        return name(repository);
    }

    @Override
    public void close() throws IOException {
        Shell.end(process);
    }
}

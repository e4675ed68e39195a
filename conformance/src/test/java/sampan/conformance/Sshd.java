package sampan.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** An sshd of its own on a port of 127.0.0.1, with keys of its own, for which {@code sampan} is the built command with an engine's roots. */
final class Sshd implements AutoCloseable {
    private final Path folder;
    private final int port;
    private final Process server;

    private Sshd(Path folder, int port, Process server) {
        this.folder = folder;
        this.port = port;
        this.server = server;
    }

    static Sshd forEngine(Sampan engine) {
        try {
            Path folder = Files.createTempDirectory("sampan-sshd");
            Files.createDirectories(Path.of("/run/sshd"));
            key(folder.resolve("host"));
            key(folder.resolve("user"));
            Files.copy(folder.resolve("user.pub"), folder.resolve("authorized"));
            Path bin = Files.createDirectory(folder.resolve("bin"));
            Files.createSymbolicLink(bin.resolve("sampan"), Sampan.binary());
            int port = freePort();
            Files.writeString(folder.resolve("config"), """
                    Port %d
                    ListenAddress 127.0.0.1
                    HostKey %s/host
                    AuthorizedKeysFile %s/authorized
                    StrictModes no
                    UsePAM no
                    PermitRootLogin yes
                    PasswordAuthentication no
                    PidFile none
                    SetEnv PATH=%s:/usr/bin:/bin SAMPAN_DATA_ROOT=%s SAMPAN_EXEC_ROOT=%s
                    """.formatted(
                            port, folder, folder, bin, engine.dataRoot(), engine.execRoot()));
            client(folder);
            Process server = new ProcessBuilder("/usr/sbin/sshd", "-D", "-f", folder + "/config").start();
            return new Sshd(folder, port, server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An ssh that knows the key and asks nothing, first on the PATH of the client's side. */
    private static void client(Path folder) throws IOException {
        Path ssh = Files.createDirectory(folder.resolve("path")).resolve("ssh");
        Files.writeString(ssh, """
                #!/bin/sh
                exec /usr/bin/ssh -F none -i %s/user -o UserKnownHostsFile=%s/known -o StrictHostKeyChecking=accept-new \
                -o ConnectionAttempts=20 "$@"
                """.formatted(folder, folder));
        Files.setPosixFilePermissions(ssh, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void key(Path file) throws IOException {
        Process made = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", file.toString()).start();
        try {
            if (made.waitFor() != 0) {
                throw new IOException("ssh-keygen failed");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String address() {
        return "ssh://root@127.0.0.1:" + port;
    }

    /** A command of a client that has no engine, in a folder of configuration of its own. */
    ProcessBuilder command(String... arguments) {
        ProcessBuilder builder = new ProcessBuilder(Sampan.binary().toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().put("PATH", folder.resolve("path") + ":/usr/bin:/bin");
        builder.environment().put("DOCKER_CONFIG", folder.resolve("docker").toString());
        for (String name : List.of("SAMPAN_DATA_ROOT", "SAMPAN_EXEC_ROOT", "DOCKER_HOST", "DOCKER_CONTEXT")) {
            builder.environment().remove(name);
        }
        return builder;
    }

    @Override
    public void close() {
        server.destroy();
        server.onExit().join();
        Sampan.delete(folder);
    }
}

package sampan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Debian's dockerd with its containerd and runc, driven by the docker client on the PATH. */
final class DockerContestant implements Contestant {
    private final Path root;
    private @Nullable Process daemon;

    DockerContestant(Path scratch) {
        this.root = scratch.resolve("docker");
    }

    @Override
    public void start() throws IOException {
        if (daemon == null) {
            Files.createDirectories(root);
            daemon = Shell.background(daemon(), root.resolve("log"));
            Ready.await(command("version"), daemon);
        }
    }

    List<String> daemon() {
        return List.of(
                "/usr/sbin/dockerd",
                "--data-root",
                root.resolve("data").toString(),
                "--exec-root",
                execRoot().toString(),
                "--pidfile",
                root.resolve("pid").toString(),
                "--host",
                "unix://" + socket(),
                // No network is measured here, and the host's rules are not ours to change.
                "--bridge",
                "none",
                "--iptables=false",
                "--ip6tables=false");
    }

    Path execRoot() {
        return root.resolve("exec");
    }

    private Path socket() {
        return root.resolve("sock");
    }

    @Override
    public void stop() throws IOException {
        if (daemon != null) {
            Shell.end(daemon);
            daemon = null;
        }
    }

    @Override
    public void close() throws IOException {
        if (daemon != null && daemon.isAlive()) {
            Crowd.removeAll(this);
        }
        stop();
    }

    @Override
    public List<String> command(String... arguments) {
        var line = new ArrayList<>(List.of(client(), "--host", "unix://" + socket()));
        line.addAll(List.of(arguments));
        return line;
    }

    private static String client() {
        return Files.isExecutable(Path.of("/usr/local/bin/docker")) ? "/usr/local/bin/docker" : "/usr/bin/docker";
    }

    /** dockerd, its containerd, and the shims. */
    @Override
    public Set<Long> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    String command = Processes.commandLine(process.pid());
                    return command.contains(root + "/")
                            && (command.contains("dockerd") || command.contains("containerd"));
                })
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }
}

package sampan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Debian's dockerd with its containerd and runc, driven by the docker client on the PATH. */
final class DockerContestant implements ApiContestant {
    private final Path root;
    private final boolean alone;
    private @Nullable Process daemon;

    /** On this host's network, without any of its own: the host's rules are not ours to change. */
    DockerContestant(Path scratch) {
        this(scratch, false);
    }

    private DockerContestant(Path scratch, boolean alone) {
        this.root = scratch.resolve("docker");
        this.alone = alone;
    }

    /** With a bridge, its rules and its proxies, in a network namespace of its own. */
    static DockerContestant alone(Path scratch) {
        return new DockerContestant(scratch, true);
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
        var line = new ArrayList<>(List.of(
                "/usr/sbin/dockerd",
                "--data-root",
                root.resolve("data").toString(),
                "--exec-root",
                execRoot().toString(),
                "--pidfile",
                root.resolve("pid").toString(),
                "--host",
                "unix://" + socket()));
        if (alone) {
            return Netns.fresh(line);
        }
        line.addAll(List.of("--bridge", "none", "--iptables=false", "--ip6tables=false"));
        return line;
    }

    /** From a folder with its files. */
    void importBusybox(Path rootfs) throws IOException {
        Shell.run(List.of(
                "/bin/sh",
                "-ec",
                "tar -c -C " + rootfs + " . | " + Shell.line(command("import", "-", LaunchWorkloads.IMAGE))));
    }

    @Override
    public List<String> beside(List<String> command) {
        return Netns.of(Objects.requireNonNull(daemon), command);
    }

    Path execRoot() {
        return root.resolve("exec");
    }

    @Override
    public Path socket() {
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
        // It makes its folder a mount of its own, and does not always take that away.
        Shell.run(List.of("/bin/sh", "-c", "umount -l " + root.resolve("data") + " 2>/dev/null; true"));
    }

    @Override
    public List<String> command(String... arguments) {
        return docker(arguments);
    }

    /** dockerd, its containerd, the shims, and what stands behind published ports. */
    @Override
    public Set<Long> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> isPart(process)
                        || (Processes.commandLine(process.pid()).contains("docker-proxy")
                                && process.parent().filter(this::isPart).isPresent()))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private boolean isPart(ProcessHandle process) {
        String command = Processes.commandLine(process.pid());
        return command.contains(root + "/") && (command.contains("dockerd") || command.contains("containerd"));
    }
}

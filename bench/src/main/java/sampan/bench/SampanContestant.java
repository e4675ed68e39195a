package sampan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** This engine, on roots of its own. */
final class SampanContestant implements Contestant {
    private final Path binary;
    private final Path root;
    private @org.jspecify.annotations.Nullable Process engine;

    SampanContestant(Path binary, Path scratch) {
        this.binary = binary;
        this.root = scratch.resolve("sampan");
    }

    @Override
    public String name() {
        return "sampan";
    }

    /** The engine as a service runs it; with {@code --on-demand} it would end itself between two workloads. */
    @Override
    public void start() throws IOException {
        if (engine == null) {
            Files.createDirectories(root);
            engine = Shell.background(daemon(), root.resolve("log"));
            // Not before the engine listens: the command line would start an engine of its own.
            Ready.await(
                    List.of(
                            "/bin/sh",
                            "-c",
                            "test -S " + socket() + " && exec " + String.join(" ", command("version"))),
                    engine);
        }
    }

    @Override
    public void stop() throws IOException {
        if (engine != null) {
            Shell.end(engine);
            Files.deleteIfExists(socket());
            engine = null;
        }
    }

    @Override
    public void close() throws IOException {
        stop();
    }

    private Path socket() {
        return Path.of(exec(), "front.sock");
    }

    private String data() {
        return root.resolve("data").toString();
    }

    private String exec() {
        return root.resolve("exec").toString();
    }

    /** A command line for this engine. */
    List<String> command(String... arguments) {
        var line = new ArrayList<>(List.of(binary.toString(), "--data-root", data(), "--exec-root", exec()));
        line.addAll(List.of(arguments));
        return line;
    }

    @Override
    public List<String> run(String... command) {
        var line = command("run", "--rm", "--network", "none", "localhost/busybox");
        line.addAll(List.of(command));
        return line;
    }

    List<String> daemon() {
        return List.of(
                binary.toString(),
                "daemon",
                "--data-root",
                data(),
                "--exec-root",
                exec(),
                "--host",
                "unix://" + exec() + "/docker.sock");
    }

    /** The engine and every monitor: a monitor's program is a sealed memfd of that name. */
    @Override
    public Set<Long> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    String command = Processes.commandLine(process.pid());
                    return command.startsWith("sampan-launch") || command.contains(exec());
                })
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }
}

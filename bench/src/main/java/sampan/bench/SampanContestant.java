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
        if (engine != null && engine.isAlive()) {
            Crowd.removeAll(this);
        }
        stop();
    }

    /** The same engine by the runtime's command line. */
    List<String> runtime() {
        return List.of(binary.resolveSibling("sampan-runtime").toString(), "--exec-root", exec());
    }

    /** Without it. */
    List<String> runtimeAlone() {
        return List.of(binary.resolveSibling("sampan-runtime").toString(), "--exec-root", root + "/nobody");
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

    @Override
    public List<String> command(String... arguments) {
        var line = new ArrayList<>(List.of(binary.toString(), "--data-root", data(), "--exec-root", exec()));
        line.addAll(List.of(arguments));
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

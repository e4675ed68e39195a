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

/** This engine, on roots of its own. */
final class SampanContestant implements ApiContestant {
    private final Path binary;
    private final Path root;
    private final boolean alone;
    private @Nullable Process engine;

    SampanContestant(Path binary, Path scratch) {
        this(binary, scratch, false);
    }

    private SampanContestant(Path binary, Path scratch, boolean alone) {
        this.binary = binary;
        this.root = scratch.resolve("sampan");
        this.alone = alone;
    }

    /** Another engine, in a network namespace of its own. */
    SampanContestant alone(Path scratch) {
        return new SampanContestant(binary, scratch, true);
    }

    /** The engine as a service runs it; with {@code --on-demand} it would end itself between two workloads. */
    @Override
    public void start() throws IOException {
        if (engine == null) {
            Files.createDirectories(root);
            engine = Shell.background(alone ? Netns.fresh(daemon()) : daemon(), root.resolve("log"));
            // Not before the engine listens: the command line would start an engine of its own.
            Ready.await(
                    List.of("/bin/sh", "-c", "test -S " + front() + " && exec " + String.join(" ", command("version"))),
                    engine);
            if (alone) {
                Ready.await(docker("version"), engine); // the API is served a moment later
            }
        }
    }

    @Override
    public void stop() throws IOException {
        if (engine != null) {
            Shell.end(engine);
            Files.deleteIfExists(front());
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

    private Path front() {
        return Path.of(exec(), "front.sock");
    }

    @Override
    public Path socket() {
        return Path.of(exec(), "docker.sock");
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
                "unix://" + socket());
    }

    @Override
    public List<String> beside(List<String> command) {
        return Netns.of(Objects.requireNonNull(engine), command);
    }

    /** The engine and its monitors: a monitor's program is a sealed memfd of that name. */
    @Override
    public Set<Long> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> isEngine(process)
                        || (Processes.commandLine(process.pid()).startsWith("sampan-launch")
                                && process.parent().filter(this::isEngine).isPresent()))
                .map(ProcessHandle::pid)
                .collect(Collectors.toSet());
    }

    private boolean isEngine(ProcessHandle process) {
        return Processes.commandLine(process.pid()).contains(exec());
    }
}

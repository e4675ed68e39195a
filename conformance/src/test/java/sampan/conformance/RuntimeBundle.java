package sampan.conformance;

import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A bundle with busybox, a state folder of its own, and {@code sampan-runtime} on both: through an engine or by itself. */
final class RuntimeBundle implements AutoCloseable {
    private static final Path BUSYBOX = Path.of("/bin/busybox");
    private static final List<String> APPLETS = List.of(
            ("cat cut dd env echo find grep head id kill ln ls mkdir mknod mount ps pwd readlink rm sed sh sleep sort stat"
                            + " touch true tty umount unshare wc")
                    .split(" "));

    private final Path folder;
    private final Path execRoot;
    private String mounts = "";
    private String cgroup = "";

    /** @param execRoot of the engine that is asked; where none is, each command has a JVM of its own */
    RuntimeBundle(Path execRoot) throws IOException {
        this.execRoot = execRoot;
        folder = Files.createTempDirectory("sampan-test-bundle");
        Path bin = folder.resolve("rootfs/bin");
        Files.createDirectories(bin);
        Files.copy(BUSYBOX, bin.resolve("busybox"));
        for (String applet : APPLETS) {
            Files.createSymbolicLink(bin.resolve(applet), Path.of("busybox"));
        }
        Files.createFile(bin.resolve("plain"));
        Files.createDirectories(folder.resolve("rootfs/etc"));
        Files.writeString(
                folder.resolve("rootfs/etc/passwd"), "root:x:0:0::/root:/bin/sh\njo:x:7:7::/home/jo:/bin/sh\n");
    }

    Path folder() {
        return folder;
    }

    Path execRoot() {
        return execRoot;
    }

    Path state() {
        return folder.resolve("state");
    }

    /** More mounts for the configurations to come, as JSON. */
    RuntimeBundle mounts(String more) {
        mounts = ", " + more;
        return this;
    }

    /** Where the configurations to come have their cgroup; otherwise it is below the caller's. */
    RuntimeBundle cgroup(String path) {
        cgroup = "\"cgroupsPath\": \"" + path + "\", ";
        return this;
    }

    /** Six namespaces, no terminal. */
    RuntimeBundle runs(String... arguments) throws IOException {
        return config("\"terminal\": false", "", arguments);
    }

    /** @param process more of the process, @param linux more of the Linux section, both as JSON */
    RuntimeBundle config(String process, String linux, String... arguments) throws IOException {
        String words = String.join(
                ", ",
                List.of(arguments).stream()
                        .map(word -> "\"" + word.replace("\"", "\\\"") + "\"")
                        .toList());
        Files.writeString(folder.resolve("config.json"), """
                {"ociVersion": "1.0.2",
                 "process": {%s, "user": {"uid": 0, "gid": 0}, "args": [%s], "env": ["PATH=/bin"], "cwd": "/"},
                 "root": {"path": "rootfs"},
                 "hostname": "bundled",
                 "annotations": {"kind": "test"},
                 "mounts": [{"destination": "/proc", "type": "proc", "source": "proc"},
                            {"destination": "/dev", "type": "tmpfs", "source": "tmpfs", "options": ["nosuid", "mode=755"]},
                            {"destination": "/dev/pts", "type": "devpts", "source": "devpts",
                             "options": ["newinstance", "ptmxmode=0666", "mode=0620"]}%s],
                 "linux": {%s "namespaces": [{"type": "pid"}, {"type": "ipc"}, {"type": "uts"}, {"type": "mount"},
                                             {"type": "network"}, {"type": "cgroup"}]}}
                """.formatted(process, words, mounts, cgroup + linux));
        return this;
    }

    /** One more program of busybox's in the root. */
    void applet(String name) throws IOException {
        Path file = folder.resolve("rootfs/bin/" + name);
        if (!Files.exists(file)) {
            Files.createSymbolicLink(file, Path.of("busybox"));
        }
    }

    /** Changes config.json. */
    RuntimeBundle edit(UnaryOperator<String> change) throws IOException {
        Path config = folder.resolve("config.json");
        Files.writeString(config, change.apply(Files.readString(config)));
        return this;
    }

    /** Puts this before the first occurrence of that in config.json. */
    RuntimeBundle insert(String place, String json) throws IOException {
        return edit(text -> text.replaceFirst(Pattern.quote(place), Matcher.quoteReplacement(json + place)));
    }

    /** Runs a command to its end; output goes to files, as a container keeps its creator's. */
    Sampan.Result run(String... arguments) {
        return runWith(List.of(), arguments);
    }

    Sampan.Result runWith(List<String> global, String... arguments) {
        try {
            Path out = Files.createTempFile(folder, "out", "");
            Path err = Files.createTempFile(folder, "err", "");
            Process process = command(global, arguments)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(Sampan.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end: " + List.of(arguments));
            }
            return new Sampan.Result(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until a container's first process is its program: {@code start} returns when it may go on, and does not wait for that. */
    void awaitProgram(String id, String commandLine) {
        await().until(() -> {
            String pid = run("state", id).succeeds().out().replaceAll("(?s).*\"pid\": ([0-9]+).*", "$1");
            return Proc.arguments(Long.parseLong(pid)).equals(commandLine);
        });
    }

    ProcessBuilder command(List<String> global, String... arguments) {
        List<String> line = new ArrayList<>(List.of(
                Sampan.binary().resolveSibling("sampan-runtime").toString(),
                "--exec-root",
                execRoot.toString(),
                "--root",
                state().toString()));
        line.addAll(global);
        line.addAll(List.of(arguments));
        return new ProcessBuilder(line).directory(folder.toFile());
    }

    @Override
    public void close() throws IOException {
        if (Files.isDirectory(state())) {
            try (var ids = Files.list(state())) {
                ids.forEach(id -> run("delete", "--force", id.getFileName().toString()));
            }
        }
        Sampan.delete(folder);
    }
}

package sampan.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** Podman, dockerd, containerd and buildah with {@code sampan-runtime} as their runtime, on a folder of their own; served by an engine or by nobody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ManagersTest {
    /** What managers choose on such a host. */
    static final String DRIVER = Files.isDirectory(Path.of("/run/systemd/system")) ? "systemd" : "cgroupfs";

    Path folder = Path.of("");
    RuntimeBundle bundle;
    Path runtime = Path.of("");

    private final boolean served;
    private Sampan sampan;

    ManagersTest(boolean served) {
        this.served = served;
    }

    /** The managers pass no environment on, so a script says which engine is asked. Limits are as this host's peers can set them. */
    @BeforeAll
    void makeRuntime() throws IOException {
        sampan = served ? Sampan.usual() : Sampan.fresh();
        if (served) {
            sampan.run("version").succeeds();
        }
        folder = Files.createTempDirectory("sampan-managers");
        bundle = new RuntimeBundle(sampan.execRoot());
        runtime = folder.resolve("sampan-runtime");
        Files.writeString(
                runtime,
                "#!/bin/sh\nexec " + Sampan.binary().resolveSibling("sampan-runtime") + " --exec-root "
                        + sampan.execRoot() + " \"$@\"\n");
        Files.setPosixFilePermissions(runtime, PosixFilePermissions.fromString("rwxr-xr-x"));
        run(List.of("tar", "-C", bundle.folder() + "/rootfs", "-cf", folder + "/image.tar", "."))
                .succeeds();
    }

    @AfterAll
    void remove() throws IOException {
        if (Files.isDirectory(folder.resolve("storage"))) {
            run(podman("rm", "-f", "-t", "0", "-a"));
        }
        bundle.close();
        sampan.close();
        run(List.of("rm", "-rf", folder.toString())).succeeds();
    }

    static Sampan.Result run(List<String> line) {
        try {
            Path out = Files.createTempFile("managers", "out");
            Path err = Files.createTempFile("managers", "err");
            Process process = new ProcessBuilder(line)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(Sampan.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("no end: " + line);
            }
            Sampan.Result result = new Sampan.Result(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static List<String> line(List<String> first, String... rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(List.of(rest));
        return all;
    }

    static boolean installed(String program) {
        return run(List.of("sh", "-c", "command -v " + program)).code() == 0;
    }

    List<String> podman(String... more) {
        return line(
                List.of(
                        "podman",
                        "--root",
                        folder + "/storage",
                        "--runroot",
                        folder + "/run",
                        "--tmpdir",
                        folder + "/tmp",
                        "--cgroup-manager",
                        DRIVER,
                        "--events-backend",
                        "file",
                        "--storage-driver",
                        "vfs",
                        "--runtime",
                        runtime.toString()),
                more);
    }

    /** Its own containers' limits are as low as a host may want them that gives none away. */
    List<String> podmanRun(String... more) {
        return line(
                podman("run", "--network", "none", "--ulimit", "nofile=512:512", "--ulimit", "nproc=512:512"), more);
    }

    List<String> buildah(String... more) {
        return line(
                List.of(
                        "buildah",
                        "--root",
                        folder + "/buildah",
                        "--runroot",
                        folder + "/buildah-run",
                        "--storage-driver",
                        "vfs"),
                more);
    }

    String dockerHost() {
        return Dockerd.host(folder);
    }

    Dockerd dockerd(String... more) throws IOException {
        List<String> line = new ArrayList<>(
                List.of("--exec-opt", "native.cgroupdriver=" + DRIVER, "--add-runtime", "sampan=" + runtime));
        line.addAll(Arrays.asList(more));
        return Dockerd.start(folder, line.toArray(String[]::new));
    }
}

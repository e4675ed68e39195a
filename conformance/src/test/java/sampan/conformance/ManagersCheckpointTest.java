package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Podman's and containerd's checkpoints, written and restored by {@code sampan-runtime} and criu. */
final class ManagersCheckpointTest extends ManagersTest {
    private static final String COUNTING = "i=0; while :; do i=$((i+1)); echo $i; sleep 0.1; done";

    ManagersCheckpointTest() {
        super(true);
    }

    /** Managers look for criu in PATH themselves. */
    private static Sampan.Result withCriu(List<String> call) {
        List<String> line = new ArrayList<>(List.of("env", "PATH=" + path()));
        line.addAll(call);
        return run(line);
    }

    private static String path() {
        return CriuCheck.PROGRAM.replaceFirst("[^/]*$", "") + ":" + System.getenv("PATH");
    }

    private List<Integer> counted(String container) {
        return run(podman("logs", container))
                .succeeds()
                .out()
                .lines()
                .map(Integer::valueOf)
                .toList();
    }

    private void awaitMore(String container, int than) {
        await().untilAsserted(() -> assertThat(counted(container)).anyMatch(count -> count > than));
    }

    @Test
    void podmanWritesRestoresExportsAndImports() {
        assumeTrue(installed("podman"), "podman is not installed");
        assumeTrue(CriuCheck.works(CriuCheck.PROGRAM), "criu does not work here");
        run(podman("import", folder + "/image.tar", "bb")).succeeds();
        run(podmanRun("-d", "--name", "one", "bb", "sh", "-c", "echo 0; " + COUNTING))
                .succeeds();
        awaitMore("one", 2);
        withCriu(podman("container", "checkpoint", "one")).succeeds();
        assertThat(run(podman("ps", "-a", "--format", "{{.Status}}")).out()).startsWith("Exited");
        int before = counted("one").getLast();
        withCriu(podman("container", "restore", "one")).succeeds();
        awaitMore("one", before + 2);
        withCriu(podman("container", "checkpoint", "--export", folder + "/one.tar", "one"))
                .succeeds();
        int exported = counted("one").getLast();
        run(podman("rm", "-f", "-t", "0", "one")).succeeds();
        withCriu(podman("container", "restore", "--import", folder + "/one.tar", "--name", "two"))
                .succeeds();
        awaitMore("two", exported);
        assertThat(counted("two")).doesNotHaveDuplicates();
        run(podman("exec", "two", "true")).succeeds();
        run(podman("rm", "-f", "-t", "0", "two")).succeeds();
    }

    private Process containerd() throws IOException {
        Path configuration = Files.writeString(folder.resolve("containerd.toml"), """
                version = 2
                root = "%1$s/containerd"
                state = "%1$s/containerd-state"
                disabled_plugins = ["io.containerd.grpc.v1.cri"]
                [grpc]
                  address = "%1$s/containerd.sock"
                """.formatted(folder));
        ProcessBuilder builder = new ProcessBuilder("containerd", "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("containerd.log").toFile());
        builder.environment().put("PATH", path());
        return builder.start();
    }

    /** It pauses the container, has it written, and resumes what is left. */
    @Test
    void containerdWrites() throws IOException, InterruptedException {
        assumeTrue(installed("containerd") && installed("ctr"), "containerd is not installed");
        assumeTrue(CriuCheck.works(CriuCheck.PROGRAM), "criu does not work here");
        Process containerd = containerd();
        List<String> ctr = List.of("ctr", "-a", folder + "/containerd.sock");
        try {
            await().until(() -> run(line(ctr, "version")).code() == 0);
            String root = bundle.folder() + "/rootfs";
            run(line(
                            ctr,
                            "run",
                            "-d",
                            "--runc-binary",
                            runtime.toString(),
                            "--rootfs",
                            root,
                            "written",
                            "sleep",
                            "100"))
                    .succeeds();
            String images = folder.resolve("containerd-images").toString();
            run(line(ctr, "task", "checkpoint", "--exit", "--image-path", images, "written"))
                    .succeeds();
            assertThat(Path.of(images)).isNotEmptyDirectory();
            await().until(() -> run(line(ctr, "task", "ls")).out().contains("STOPPED"));
        } finally {
            run(line(ctr, "task", "kill", "-s", "KILL", "written"));
            run(line(ctr, "task", "rm", "-f", "written"));
            run(line(ctr, "container", "rm", "written"));
            containerd.destroy();
            containerd.waitFor();
        }
    }
}

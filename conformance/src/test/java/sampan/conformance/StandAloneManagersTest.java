package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Managers whose runtime nobody serves: each of its commands is a JVM of its own, and none of them starts an engine. */
final class StandAloneManagersTest extends ManagersTest {
    StandAloneManagersTest() {
        super(false);
    }

    @AfterEach
    void noEngineCameUp() {
        assertThat(ProcessHandle.allProcesses().filter(this::isOfThisFolder)).isEmpty();
    }

    private boolean isOfThisFolder(ProcessHandle process) {
        String line = Proc.arguments(process.pid());
        return line.contains("engine.args") && line.contains(bundle.execRoot().toString());
    }

    @Test
    void podmanGoesThroughAContainersLife() {
        assumeTrue(installed("podman"), "podman is not installed");
        run(podman("import", folder + "/image.tar", "bb")).succeeds();
        assertThat(run(podmanRun("--rm", "bb", "sh", "-c", "echo hello; exit 3")))
                .satisfies(ended -> assertThat(ended.out()).isEqualTo("hello\n"))
                .satisfies(ended -> assertThat(ended.code()).isEqualTo(3));
        run(podmanRun("-d", "--name", "one", "bb", "sleep", "100")).succeeds();
        assertThat(run(podman("exec", "one", "sh", "-c", "exit 5")).code()).isEqualTo(5);
        run(podman("rm", "-f", "-t", "0", "one")).succeeds();
    }

    @Test
    void buildahRunsAStep() {
        assumeTrue(installed("buildah"), "buildah is not installed");
        String step = run(buildah("from", "scratch")).succeeds().line();
        run(buildah("add", step, folder + "/image.tar", "/")).succeeds();
        assertThat(run(buildah(
                                "run",
                                "--runtime",
                                runtime.toString(),
                                "--isolation",
                                "oci",
                                "--network",
                                "none",
                                step,
                                "echo",
                                "built"))
                        .succeeds()
                        .out())
                .isEqualTo("built\n");
        run(buildah("rm", step)).succeeds();
    }

    @Test
    void dockerdAndContainerdGoThroughAContainersLife() throws IOException, InterruptedException {
        assumeTrue(installed("dockerd") && installed("docker"), "dockerd is not installed");
        Dockerd dockerd = dockerd("--bridge", "none");
        try {
            List<String> docker = List.of("docker", "-H", dockerHost());
            await().until(() -> run(line(docker, "version")).code() == 0);
            run(line(docker, "import", folder + "/image.tar", "bb")).succeeds();
            List<String> run = line(docker, "run", "--runtime", "sampan", "--network", "host");
            assertThat(run(line(run, "--rm", "bb", "sh", "-c", "exit 3")).code())
                    .isEqualTo(3);
            run(line(run, "-d", "--name", "one", "bb", "sleep", "100")).succeeds();
            assertThat(run(line(docker, "exec", "one", "sh", "-c", "exit 5")).code())
                    .isEqualTo(5);
            run(line(docker, "rm", "-f", "one")).succeeds();
            if (installed("ctr")) {
                assertThat(run(List.of(
                                        "ctr",
                                        "-a",
                                        folder + "/exec/containerd/containerd.sock",
                                        "run",
                                        "--rm",
                                        "--runc-binary",
                                        runtime.toString(),
                                        "--rootfs",
                                        bundle.folder() + "/rootfs",
                                        "task",
                                        "sh",
                                        "-c",
                                        "exit 6"))
                                .code())
                        .isEqualTo(6);
            }
        } finally {
            dockerd.close();
        }
    }
}

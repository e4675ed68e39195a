package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * dockerd and containerd with {@code sampan-runtime} as their runtime. Their cgroups' parents are theirs to leave; the state
 * folders they give the runtime end empty, and nothing stays mounted.
 */
final class RuntimeManagersTest extends ManagersTest {
    private static final String TRAP = "trap 'exit 4' TERM; echo up; while :; do sleep 0.1; done";

    private static final String BRIDGE = "sampan-test-br";
    private static final String BRIDGE_ADDRESS = "10.213.6.1";

    RuntimeManagersTest() {
        super(true);
    }

    @Test
    void dockerdAndContainerdRunContainersWithIt() throws IOException, InterruptedException {
        assumeTrue(installed("dockerd") && installed("docker"), "dockerd is not installed");
        run(List.of("ip", "link", "add", BRIDGE, "type", "bridge")).succeeds();
        run(List.of("ip", "address", "add", BRIDGE_ADDRESS + "/24", "dev", BRIDGE))
                .succeeds();
        Dockerd dockerd = dockerd("--bridge", BRIDGE);
        try {
            List<String> docker = List.of("docker", "-H", dockerHost());
            await().until(() -> run(line(docker, "version")).code() == 0);
            docker(docker);
            dockerNetworks(docker);
            if (installed("ctr")) {
                containerd();
            }
        } finally {
            dockerd.close();
            run(List.of("ip", "link", "delete", BRIDGE)).succeeds();
        }
    }

    private void docker(List<String> docker) {
        List<String> run = line(docker, "run", "--runtime", "sampan", "--network", "host");
        run(line(docker, "import", folder + "/image.tar", "bb")).succeeds();
        assertThat(run(line(run, "--rm", "bb", "echo", "hello")).succeeds().out())
                .isEqualTo("hello\n");
        assertThat(run(line(run, "--rm", "bb", "sh", "-c", "exit 3")).code()).isEqualTo(3);
        assertThat(run(line(run, "--rm", "bb", "nope")).code()).isEqualTo(127);
        run(line(run, "-d", "--name", "one", "-m", "64m", "bb", "sh", "-c", TRAP))
                .succeeds();
        assertThat(run(line(docker, "exec", "one", "sh", "-c", "exit 5")).code())
                .isEqualTo(5);
        run(line(docker, "pause", "one")).succeeds();
        run(line(docker, "unpause", "one")).succeeds();
        assertThat(run(line(docker, "stats", "--no-stream", "--format", "{{.MemUsage}}", "one"))
                        .out())
                .contains("64MiB");
        run(line(docker, "update", "--memory", "80m", "--memory-swap", "160m", "one"))
                .succeeds();
        assertThat(run(line(docker, "exec", "-t", "one", "tty")).line()).isEqualTo("/dev/pts/0");
        assertThat(run(line(docker, "top", "one")).out()).contains("sleep");
        run(line(docker, "restart", "-t", "100", "one")).succeeds();
        await().until(() -> run(line(docker, "logs", "one")).out().equals("up\nup\n"));
        run(line(docker, "stop", "-t", "100", "one")).succeeds();
        assertThat(run(line(docker, "inspect", "--format", "{{.State.ExitCode}}", "one"))
                        .line())
                .isEqualTo("4");
        run(line(docker, "rm", "one")).succeeds();
        assertThat(run(line(run, "--rm", "-t", "bb", "tty")).line()).isEqualTo("/dev/pts/0");
        assertThat(folder.resolve("exec/runtime-sampan/moby"))
                .satisfiesAnyOf(
                        state -> assertThat(state).doesNotExist(),
                        state -> assertThat(state).isEmptyDirectory());
    }

    /** dockerd moves its device into the container's network namespace from a prestart hook. */
    private void dockerNetworks(List<String> docker) {
        List<String> run = line(docker, "run", "--rm", "--runtime", "sampan");
        String address = BRIDGE_ADDRESS.replaceAll("\\.1$", ".2");
        assertThat(run(line(run, "bb", "busybox", "ip", "-4", "address", "show", "eth0"))
                        .succeeds()
                        .out())
                .contains("inet " + address + "/24");
        assertThat(run(line(run, "bb", "busybox", "ping", "-c", "1", "-W", "30", BRIDGE_ADDRESS))
                        .succeeds()
                        .out())
                .contains("1 packets received");
        run(line(docker, "network", "create", "--subnet", "10.213.7.0/24", "other"))
                .succeeds();
        run(line(
                        docker,
                        "run",
                        "-d",
                        "--runtime",
                        "sampan",
                        "--network",
                        "other",
                        "--name",
                        "far",
                        "bb",
                        "sleep",
                        "100"))
                .succeeds();
        assertThat(run(line(run, "--network", "other", "bb", "busybox", "ping", "-c", "1", "-W", "30", "far"))
                        .succeeds()
                        .out())
                .contains("PING far (10.213.7.");
        run(line(docker, "rm", "-f", "far")).succeeds();
        run(line(docker, "network", "rm", "other")).succeeds();
    }

    private void containerd() {
        List<String> ctr = List.of("ctr", "-a", folder + "/exec/containerd/containerd.sock");
        List<String> run = line(ctr, "run", "--runc-binary", runtime.toString(), "--rootfs");
        String root = bundle.folder() + "/rootfs";
        assertThat(run(line(run, "--rm", root, "task", "echo", "hello"))
                        .succeeds()
                        .out())
                .isEqualTo("hello\n");
        assertThat(run(line(run, "--rm", root, "task", "sh", "-c", "exit 6")).code())
                .isEqualTo(6);
        run(line(run, "-d", root, "long", "sleep", "100")).succeeds();
        assertThat(run(line(ctr, "task", "exec", "--exec-id", "one", "long", "sh", "-c", "exit 5"))
                        .code())
                .isEqualTo(5);
        assertThat(run(line(ctr, "task", "ps", "long")).succeeds().out()).hasLineCount(2);
        run(line(ctr, "task", "pause", "long")).succeeds();
        assertThat(run(line(ctr, "task", "ls")).out()).contains("PAUSED");
        run(line(ctr, "task", "resume", "long")).succeeds();
        run(line(ctr, "task", "kill", "-s", "KILL", "long")).succeeds();
        await().untilAsserted(
                        () -> assertThat(run(line(ctr, "task", "ls")).out()).contains("STOPPED"));
        run(line(ctr, "task", "rm", "long"));
        run(line(ctr, "container", "rm", "long")).succeeds();
    }
}

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

/** Podman and buildah with {@code sampan-runtime} as their runtime: what they keep is in the test's folder. */
final class RuntimePodmanTest extends ManagersTest {
    private static final String TRAP = "trap 'exit 4' TERM; echo up; while :; do sleep 0.1; done";

    RuntimePodmanTest() {
        super(true);
    }

    @Test
    void podmanRunsContainersWithIt() throws IOException, InterruptedException {
        assumeTrue(installed("podman"), "podman is not installed");
        List<String> podman = podman();
        List<String> run = podmanRun();
        run(line(podman, "import", folder + "/image.tar", "bb")).succeeds();
        assertThat(run(line(run, "--rm", "bb", "echo", "hello")).succeeds().out())
                .isEqualTo("hello\n");
        assertThat(run(line(run, "--rm", "bb", "sh", "-c", "exit 3")).code()).isEqualTo(3);
        assertThat(run(line(run, "--rm", "bb", "nope")).code()).isEqualTo(127);
        podmanLife(podman, run);
        podmanHealth(podman, run);
        podmanTerminal(run);
        podmanPod(podman);
        run(line(podman, "pod", "create", "--infra=false", "--name", "pod")).succeeds();
        assertThat(run(line(run, "--rm", "--pod", "pod", "bb", "echo", "podded"))
                        .out())
                .isEqualTo("podded\n");
        assertThat(run(line(run, "--rm", "-t", "bb", "tty")).line()).isEqualTo("/dev/pts/0");
        run(line(podman, "pod", "rm", "-f", "pod")).succeeds();
    }

    /**
     * With an infra container, which has the namespaces that the others join; its image is one of ours, as podman makes its own of
     * catatonit, which Debian's podman only recommends.
     */
    private void podmanPod(List<String> podman) throws IOException {
        String look =
                "readlink /proc/self/ns/net; readlink /proc/self/ns/ipc; readlink /proc/self/ns/uts; cat /proc/sys/kernel/hostname";
        // The infra container's own limits can be said nowhere else, and root may not be allowed to raise them to
        // podman's.
        Path limits = Files.writeString(
                folder.resolve("containers.conf"),
                "[containers]\ndefault_ulimits = [\"nofile=512:512\", \"nproc=512:512\"]\n");
        List<String> create = new ArrayList<>(List.of("env", "CONTAINERS_CONF=" + limits));
        create.addAll(line(podman, "pod", "create", "--network", "none", "--hostname", "podded"));
        run(line(create, "--infra-image", "bb", "--infra-command", "sleep 100", "whole"))
                .succeeds();
        List<String> join =
                line(podman, "run", "--ulimit", "nofile=512:512", "--ulimit", "nproc=512:512", "--pod", "whole");
        run(line(join, "-d", "--name", "member", "bb", "sleep", "100")).succeeds();
        String first =
                run(line(podman, "exec", "member", "sh", "-c", look)).succeeds().out();
        assertThat(first).endsWith("podded\n");
        assertThat(run(line(join, "--rm", "bb", "sh", "-c", look)).succeeds().out())
                .isEqualTo(first);
        assertThat(run(line(podman, "pod", "ps", "--format", "{{.Status}} {{.NumberOfContainers}}"))
                        .line())
                .isEqualTo("Running 2");
        run(line(podman, "pod", "pause", "whole")).succeeds();
        assertThat(run(line(podman, "pod", "ps", "--format", "{{.Status}}")).line())
                .isEqualTo("Paused");
        run(line(podman, "pod", "unpause", "whole")).succeeds();
        run(line(podman, "pod", "stop", "-t", "0", "whole")).succeeds();
        run(line(podman, "pod", "start", "whole")).succeeds();
        run(line(podman, "exec", "member", "true")).succeeds();
        run(line(podman, "pod", "rm", "-f", "-t", "0", "whole")).succeeds();
    }

    private void podmanTerminal(List<String> run) throws IOException, InterruptedException {
        Path driver = Probe.compile("pty", folder);
        try (Pty terminal = Pty.start(driver, new ProcessBuilder(line(run, "--rm", "-it", "bb", "sh")))) {
            terminal.type("echo $((40 + 2))-\n");
            terminal.shows("42-");
            terminal.type("exit 6\n");
            assertThat(terminal.end()).isEqualTo(6);
        }
    }

    private void podmanLife(List<String> podman, List<String> run) {
        run(line(run, "-d", "--name", "one", "-v", folder + ":/shared:ro", "bb", "sh", "-c", TRAP))
                .succeeds();
        assertThat(run(line(podman, "exec", "one", "sh", "-c", "test -e /shared/image.tar && exit 5"))
                        .code())
                .isEqualTo(5);
        run(line(podman, "pause", "one")).succeeds();
        assertThat(run(line(podman, "ps", "-a", "--format", "{{.Status}}")).out())
                .contains("Paused");
        run(line(podman, "unpause", "one")).succeeds();
        assertThat(run(line(podman, "stats", "--no-stream", "--format", "{{.PIDs}}", "one"))
                        .succeeds()
                        .line())
                .matches("[0-9]+");
        await().untilAsserted(
                        () -> assertThat(run(line(podman, "logs", "one")).out()).isEqualTo("up\n"));
        run(line(podman, "stop", "-t", "50", "one")).succeeds();
        assertThat(run(line(podman, "inspect", "--format", "{{.State.ExitCode}}", "one"))
                        .line())
                .isEqualTo("4");
        run(line(podman, "rm", "one")).succeeds();
    }

    private void podmanHealth(List<String> podman, List<String> run) {
        run(line(
                        run,
                        "-d",
                        "--name",
                        "two",
                        "-v",
                        "kept:/kept",
                        "--health-cmd",
                        "test -e /kept/well",
                        "bb",
                        "sleep",
                        "100"))
                .succeeds();
        assertThat(run(line(podman, "healthcheck", "run", "two")).code()).isEqualTo(1);
        run(line(podman, "exec", "two", "sh", "-c", "echo > /kept/well")).succeeds();
        run(line(podman, "healthcheck", "run", "two")).succeeds();
        assertThat(run(line(podman, "exec", "-t", "two", "tty")).line()).isEqualTo("/dev/pts/0");
        assertThat(run(line(podman, "top", "two", "pid", "args")).out()).contains("sleep 100");
        run(line(podman, "restart", "-t", "0", "two")).succeeds();
        run(line(podman, "healthcheck", "run", "two")).succeeds();
        run(line(podman, "kill", "two")).succeeds();
        run(line(podman, "wait", "two")).succeeds();
        assertThat(run(line(podman, "inspect", "--format", "{{.State.ExitCode}}", "two"))
                        .line())
                .isEqualTo("137");
        run(line(podman, "start", "two")).succeeds();
        run(line(podman, "rm", "-f", "-t", "0", "two")).succeeds();
        run(line(podman, "volume", "rm", "kept")).succeeds();
    }

    @Test
    void buildahRunsStepsWithIt() {
        assumeTrue(installed("buildah"), "buildah is not installed");
        List<String> buildah = buildah();
        String step = run(line(buildah, "from", "scratch")).succeeds().line();
        run(line(buildah, "add", step, folder + "/image.tar", "/")).succeeds();
        List<String> run =
                line(buildah, "run", "--runtime", runtime.toString(), "--isolation", "oci", "--network", "none");
        assertThat(run(line(run, step, "sh", "-c", "echo made > /made; echo built"))
                        .succeeds()
                        .out())
                .isEqualTo("built\n");
        assertThat(run(line(run, step, "cat", "/made")).out()).isEqualTo("made\n");
        assertThat(run(line(run, step, "sh", "-c", "exit 6")).code()).isEqualTo(6);
        run(line(buildah, "rm", step)).succeeds();
    }

    /** Podman gives it cgroups to write and a tmpfs where it wants one, and ends it by its own signal. */
    @Test
    void podmanRunsSystemd() throws IOException {
        assumeTrue(installed("podman"), "podman is not installed");
        assumeTrue(SystemRoot.available(), "systemd is not installed");
        Path root = folder.resolve("system");
        SystemRoot.make(root);
        List<String> run = podmanRun("-d", "--name", "system", "--systemd=always", "-v", "/usr:/usr:ro", "--rootfs");
        run(line(run, root.toString(), SystemRoot.SYSTEMD)).succeeds();
        await().until(() -> Files.exists(root.resolve("out/told")));
        assertThat(root.resolve("out/told"))
                .content()
                .startsWith("systemd\n")
                .contains("/system.slice/telling.service");
        // It is activating until its process, which has told, is seen to have ended.
        await().untilAsserted(() -> assertThat(run(podman("exec", "system", "systemctl", "is-active", SystemRoot.UNIT))
                        .line())
                .isEqualTo("active"));
        assertThat(run(podman("exec", "system", "systemctl", "is-system-running", "--wait"))
                        .line())
                .isEqualTo("running");
        run(podman("stop", "-t", Long.toString(Sampan.LIMIT.toSeconds()), "system"))
                .succeeds();
        assertThat(run(podman("inspect", "--format", "{{.State.Status}} {{.State.ExitCode}}", "system"))
                        .line())
                .isEqualTo("exited 0");
        run(podman("rm", "system")).succeeds();
    }
}

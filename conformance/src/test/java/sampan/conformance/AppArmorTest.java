package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The default AppArmor profile, loaded and enforced. {@code conformance/guest/run} has a host with AppArmor. */
final class AppArmorTest extends EngineTest {
    private static final String CONFINED = "sampan-default (enforce)";

    @BeforeAll
    static void onlyWithAppArmor() {
        boolean enabled = Files.exists(Path.of("/sys/kernel/security/apparmor/profiles"));
        if (!enabled) {
            System.out.println("skipped: needs a host with AppArmor; conformance/guest/run has one");
        }
        assumeTrue(enabled);
    }

    @Test
    void aContainerIsConfinedByTheDefaultProfile() {
        assertThat(run("cat /proc/self/attr/current")).isEqualTo(CONFINED);
    }

    @Test
    void execIsConfinedAsTheContainerIs() {
        sampan().run("run", "-d", "--name", "confined", BUSYBOX, "sleep", "1000")
                .succeeds();
        try {
            assertThat(sampan().run("exec", "confined", "cat", "/proc/self/attr/current")
                            .line())
                    .isEqualTo(CONFINED);
            assertThat(sampan().run("exec", "--privileged", "confined", "cat", "/proc/self/attr/current")
                            .line())
                    .as("as with Docker: a privileged exec has the capabilities and no more")
                    .isEqualTo(CONFINED);
            assertThat(sampan().run("inspect", "-f", "{{.AppArmorProfile}}", "confined")
                            .line())
                    .isEqualTo("sampan-default");
        } finally {
            sampan().run("rm", "-f", "confined").succeeds();
        }
    }

    @Test
    void aProfileIsLeftOutOnlyWhenAsked() {
        assertThat(run("cat /proc/self/attr/current", "--security-opt", "apparmor=unconfined"))
                .isEqualTo("unconfined");
        assertThat(run("cat /proc/self/attr/current", "--privileged")).isEqualTo("unconfined");
        assertThat(run("cat /proc/self/attr/current", "--privileged", "--security-opt", "apparmor=sampan-default"))
                .isEqualTo(CONFINED);
    }

    @Test
    void mountsAreDeniedEvenWithTheCapability() {
        String mount = "mount -t tmpfs none /mnt && echo mounted || echo refused";
        assertThat(run("mkdir -p /mnt; " + mount, "--cap-add", "SYS_ADMIN")).isEqualTo("refused");
        assertThat(run("mkdir -p /mnt; " + mount, "--cap-add", "SYS_ADMIN", "--security-opt", "apparmor=unconfined"))
                .isEqualTo("mounted");
    }

    @Test
    void parametersOfTheKernelAreNotWritten() {
        assertThat(run(
                        "echo h 2>/dev/null >/proc/sysrq-trigger || echo refused",
                        "--cap-add",
                        "SYS_ADMIN",
                        "--security-opt",
                        "systempaths=unconfined"))
                .isEqualTo("refused");
    }

    @Test
    void anUnknownProfileIsAnErrorAndNothingRuns() {
        var result = sampan().run("run", "--rm", "--security-opt", "apparmor=no-such-profile", BUSYBOX, "echo", "ran");
        assertThat(result.code()).as("Docker's, for a file that is not there").isEqualTo(127);
        assertThat(result.out()).isEmpty();
        assertThat(result.err())
                .contains("unable to apply apparmor profile: apparmor failed to apply profile: write ")
                .contains("no such file or directory");
    }

    @Test
    void aContainersProcessesSignalAndTraceEachOtherOnly() {
        assertThat(run("sleep 100 & kill $! && wait $!; echo $?")).isEqualTo("143");
        String read = "cat /proc/1/environ >/dev/null 2>&1 && echo read || echo refused";
        assertThat(run(read, "--pid", "host", "--cap-add", "SYS_PTRACE")).isEqualTo("refused");
        assertThat(run(read, "--pid", "host", "--cap-add", "SYS_PTRACE", "--security-opt", "apparmor=unconfined"))
                .isEqualTo("read");
    }

    @Test
    void theEngineStopsWhatTheProfileConfines() {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "stopped",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "trap 'exit 7' TERM; echo ready; while :; do sleep 0.1; done")
                .succeeds();
        try {
            Patience.await().until(() -> sampan().run("logs", "stopped").out().equals("ready\n"));
            sampan().run("stop", "-t", "60", "stopped").succeeds();
            assertThat(sampan().run("inspect", "-f", "{{.State.ExitCode}}", "stopped")
                            .line())
                    .isEqualTo("7");
        } finally {
            sampan().run("rm", "-f", "stopped").succeeds();
        }
    }

    private String run(String script, String... flags) {
        Sampan.Result result = inContainer(script, flags);
        return (result.out() + (result.code() > 1 ? result.err() : "")).strip();
    }
}

package sampan.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import sampan.kernel.Fd;
import sampan.kernel.process.Pidfd;
import sampan.oci.spec.ContainerProcessBuilder;
import sampan.oci.spec.IdMapping;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Rlimit;
import sampan.oci.spec.Spec;
import sampan.oci.spec.User;
import sampan.runtime.program.Descriptor;

/** One more process in a running container. */
final class ExecTest extends RootfsTest {
    private Outcome exec(Spec container, String line, UnaryOperator<ContainerProcessBuilder> change)
            throws IOException, InterruptedException {
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        Launcher launcher = new Launcher().whenRunning(pid -> {
            try (Fd pidfd = Pidfd.open(pid)) {
                Linux linux = Objects.requireNonNull(container.linux());
                ExecRequest request = new ExecRequest(
                        "test",
                        change.apply(Objects.requireNonNull(container.process())
                                        .edit()
                                        .args(List.of("sh", "-c", line)))
                                .build(),
                        linux,
                        host,
                        Cgroups.NONE,
                        Optional.of(new SeccompProgram(SmallFilter.refusing("mkdir", "mkdirat"), 0)),
                        Streams.OUTPUT,
                        Launcher.WATCHED);
                outcome.set(
                        new Launcher().hand(new Descriptor.InitPidfd(), pidfd).run(ExecCompiler.compile(request)));
                Pidfd.signal(pidfd, sampan.kernel.process.Signal.KILL);
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        boolean mapped = Objects.requireNonNull(container.linux()).namespaces().contains(Namespace.fresh("user"));
        launcher = mapped ? launcher.map("0 100000 65536\n") : launcher;
        Outcome init = launcher.run(
                LaunchRequest.of("test", container, new Rootfs.DirectoryRoot(root.toString(), false), host));
        assertThat(init.failure()).as(init.message()).isEmpty();
        return Objects.requireNonNull(outcome.get());
    }

    private static final String SHOW_NAMESPACES =
            "for n in cgroup ipc mnt net pid uts user; do [ $(readlink /proc/self/ns/$n) = $(readlink /proc/1/ns/$n) ] "
                    + "|| echo $n differs; done; ";

    @Test
    void isInTheContainersNamespaces() throws Exception {
        Outcome outcome =
                exec(Specs.docker("sleep", "30"), SHOW_NAMESPACES + "hostname; " + seen("sleep 30") + "; pwd", p -> p);
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("web\n1\n/\n");
    }

    // CVE-2019-10144, CVE-2019-10145, CVE-2019-10147
    @Test
    void isConfinedAsTheFirstProcessIs() throws Exception {
        Spec container = Specs.process(
                Specs.docker("sleep", "30"),
                p -> p.oomScoreAdj(100).rlimits(List.of(new Rlimit("RLIMIT_NOFILE", 64, 65))));
        Outcome outcome = exec(
                container,
                "grep -E '^(Cap|Seccomp:|NoNew)' /proc/self/status | awk '{print $2}'; cat /proc/self/oom_score_adj; "
                        + "ulimit -n; umask; mkdir /x 2>&1",
                p -> p.noNewPrivileges(true));
        assertThat(outcome.out().lines())
                .as(outcome.message())
                .containsExactly(
                        "0000000000000000",
                        "00000000a80425fb",
                        "00000000a80425fb",
                        "00000000a80425fb",
                        "0000000000000000",
                        "1",
                        "2",
                        "100",
                        "64",
                        "0022",
                        "mkdir: can't create directory '/x': Operation not permitted");
    }

    @Test
    void runsAsAnotherUserInAnotherFolder() throws Exception {
        Outcome outcome = exec(
                Specs.docker("sleep", "30"),
                "id -u; id -g; pwd; grep ^CapEff /proc/self/status | awk '{print $2}'",
                p -> p.user(User.of(1, 2, List.of(2L))).cwd("/tmp"));
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("1\n2\n/tmp\n0000000000000000\n");
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        Outcome folderless = exec(Specs.docker("sleep", "30"), "true", p -> p.cwd("/nosuch"));
        assertThat(folderless.message())
                .isEqualTo("chdir to cwd (\"/nosuch\") set in config.json failed: no such file or directory");
        Outcome magic = exec(Specs.docker("sleep", "30"), "true", p -> p.cwd("/proc/self/fd/4"));
        assertThat(magic.failure()).as("CVE-2024-21626").isPresent();
        Outcome programless = exec(Specs.docker("sleep", "30"), "true", p -> p.args(List.of("nosuch")));
        assertThat(programless.message()).isEqualTo("exec: \"nosuch\": executable file not found in $PATH");
    }

    @Test
    void hasATerminalOfTheContainers() throws Exception {
        Outcome outcome = exec(Specs.docker("sleep", "30"), "tty; ls /dev/pts | sort | head -2", p -> p.terminal(true));
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("/dev/pts/0\r\n0\r\nptmx\r\n");
    }

    @Test
    void entersAUserNamespace() throws Exception {
        own();
        List<IdMapping> ids = List.of(new IdMapping(0, 100_000, 65_536));
        Spec container = Specs.linux(
                Specs.namespace(Specs.docker("sleep", "30"), Namespace.fresh("user")),
                linux -> linux.uidMappings(ids).gidMappings(ids));
        Outcome outcome = exec(
                container,
                SHOW_NAMESPACES + "id -u; awk '{print $2}' /proc/self/uid_map; cat /proc/self/oom_score_adj",
                p -> p.oomScoreAdj(5));
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("0\n100000\n5\n");
    }

    private void own() throws IOException, InterruptedException {
        new ProcessBuilder("chown", "-R", "100000:100000", root.toString())
                .start()
                .waitFor();
        Files.setPosixFilePermissions(folder, java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}

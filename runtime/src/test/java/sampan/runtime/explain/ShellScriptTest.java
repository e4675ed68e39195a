package sampan.runtime.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Rlimit;
import sampan.oci.spec.Root;
import sampan.oci.spec.Spec;
import sampan.oci.spec.User;
import sampan.runtime.launch.Host;
import sampan.runtime.launch.HostFacts;
import sampan.runtime.launch.InvalidSpecException;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.Launcher;
import sampan.runtime.launch.Machine;
import sampan.runtime.launch.Outcome;
import sampan.runtime.launch.Rootfs;
import sampan.runtime.launch.Specs;

/** The script makes the same container as the launch program does. */
final class ShellScriptTest {
    private static final String LOOK =
            "awk '{print $5, $6}' /proc/self/mountinfo | sort; grep -E '^(Cap|NoNew)' /proc/self/status; id; hostname; pwd; "
                    + "ulimit -n; umask; cat /proc/self/oom_score_adj; env | grep -v -e SHLVL -e PWD | sort; echo $$; "
                    + "ls -l /dev | awk '{print $1, $3, $4, $NF}'; ls -A /proc/acpi /sys/firmware; stat -c %t,%T /proc/keys; "
                    + "touch /made 2>&1; ip -o addr | grep -c 127.0.0.1; ls /";

    @TempDir
    Path folder;

    private void same(Spec spec) throws Exception {
        Machine.mustBeRoot();
        Path root = Machine.rootfs(folder.resolve("root"));
        LaunchRequest request =
                LaunchRequest.of("test", spec, new Rootfs.DirectoryRoot(root.toString(), false), HostFacts.read());
        Outcome launched = new Launcher().run(request);
        assertThat(launched.failure()).as(launched.message()).isEmpty();
        String script = ShellScript.of(request, Optional.empty(), ShellScript.Made.NOTHING);
        Path file = Files.writeString(folder.resolve("script"), script);
        Process bash = new ProcessBuilder("bash", file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(output).isEqualTo(launched.out() + launched.err());
        assertThat(bash.exitValue()).isEqualTo(launched.code());
    }

    @Test
    void ofDockersKind() throws Exception {
        same(Specs.shell(LOOK + "; exit 3"));
    }

    @Test
    void withEverythingSaidOtherwise() throws Exception {
        Path data = Files.createDirectories(folder.resolve("da ta"));
        same(Specs.linux(
                Specs.process(
                        Specs.mount(
                                        Specs.shell(LOOK + "; cat /proc/sys/net/ipv4/ip_forward"),
                                        Mount.bind(data.toString(), "/data", "rbind", "ro", "nosuid", "rprivate"),
                                        Mount.of("/tmp", "tmpfs", "tmpfs", "size=1m", "mode=755"))
                                .withRoot(new Root("rootfs", true)),
                        p -> p.noNewPrivileges(true)
                                .cwd("/tmp")
                                .user(new User(1000, 1000, 077, List.of(5L, 6L), null))
                                .env(List.of("PATH=/bin", "QUOTED=it's \"so\" $HOME `id`"))
                                .oomScoreAdj(200)
                                .rlimits(List.of(new Rlimit("RLIMIT_NOFILE", 99, 100)))),
                linux -> linux.sysctl(java.util.Map.of("net.ipv4.ip_forward", "1"))));
    }

    @Test
    void quotesWhateverIsInANameAndSaysWhatItCannotDo() {
        Host host = new Host(new Host.Version(6, 18), 40, Set.of());
        Spec spec = Specs.mount(Specs.docker("$(reboot)", "a'b"), Mount.bind("/x;y", "/z$(id)", "bind", "rro"));
        String script = ShellScript.of(
                LaunchRequest.of("evil\n$(reboot)", spec, new Rootfs.DirectoryRoot("/r", false), host),
                Optional.empty(),
                ShellScript.Made.NOTHING);
        assertThat(script)
                .contains("'$(reboot)' 'a'\\''b'")
                .contains("mount --bind '/x;y' './z$(id)'")
                .contains("# mount(8) cannot: rro")
                .contains("# Container evil?$(reboot) by hand.");
        assertThatThrownBy(() -> ShellScript.of(
                        LaunchRequest.of(
                                "u",
                                Specs.namespace(spec, Namespace.fresh("user")),
                                new Rootfs.DirectoryRoot("/r", false),
                                host),
                        Optional.empty(),
                        ShellScript.Made.NOTHING))
                .isInstanceOf(InvalidSpecException.class);
    }
}

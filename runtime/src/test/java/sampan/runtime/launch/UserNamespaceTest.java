package sampan.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sampan.oci.spec.IdMapping;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Rlimit;
import sampan.oci.spec.Spec;
import sampan.oci.spec.User;

/** A container whose root is nobody on the host. */
final class UserNamespaceTest extends RootfsTest {
    private static final List<IdMapping> IDS = List.of(new IdMapping(0, 100_000, 65_536));

    @BeforeEach
    void prepare() throws IOException, InterruptedException {
        new ProcessBuilder("chown", "-R", "100000:100000", root.toString())
                .start()
                .waitFor();
        new ProcessBuilder("chmod", "755", folder.toString()).start().waitFor();
    }

    private static Spec mapped(Spec spec) {
        return Specs.linux(
                Specs.namespace(spec, Namespace.fresh("user")),
                linux -> linux.uidMappings(IDS).gidMappings(IDS));
    }

    private Outcome run(Spec spec, Rootfs rootfs) throws IOException, InterruptedException {
        return new Launcher().map("0 100000 65536\n").run(LaunchRequest.of("test", mapped(spec), rootfs, host));
    }

    @Override
    Outcome run(Spec spec) throws IOException, InterruptedException {
        return run(spec, new Rootfs.DirectoryRoot(root.toString(), false));
    }

    @Test
    void rootIsRootInsideOnly() throws Exception {
        Outcome outcome = run(Specs.shell("id -u; id -g; cat /proc/self/setgroups; touch /made; "
                + "grep ^CapEff /proc/self/status | awk '{print $2}'; hostname"));
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("0\n0\nallow\n00000000a80425fb\nweb\n");
        assertThat(Files.getAttribute(root.resolve("made"), "unix:uid")).isEqualTo(100_000);
    }

    @Test
    void devicesAreBoundFromTheHost() throws Exception {
        Outcome outcome = run(Specs.shell("stat -c '%n %t,%T' /dev/null /dev/tty; echo x >/dev/null && echo works"));
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("/dev/null 1,3\n/dev/tty 5,0\nworks\n");
    }

    @Test
    void limitsScoreUserAndSysctlsAreSet() throws Exception {
        Spec spec = Specs.linux(
                Specs.process(
                        Specs.shell(
                                "id -u; id -G; ulimit -Hn; cat /proc/self/oom_score_adj /proc/sys/net/ipv4/ip_forward"),
                        p -> p.user(User.of(7, 8, List.of(9L)))
                                .oomScoreAdj(321)
                                .rlimits(List.of(new Rlimit("RLIMIT_NOFILE", 50, 60)))),
                linux -> linux.sysctl(java.util.Map.of("net.ipv4.ip_forward", "1")));
        String own = Files.readString(Path.of("/proc/self/oom_score_adj"));
        Outcome outcome = run(spec);
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("7\n8 9\n60\n321\n1\n");
        assertThat(Files.readString(Path.of("/proc/self/oom_score_adj"))).isEqualTo(own);
    }

    @Test
    void layersAreMountedWithTheHostsRights() throws Exception {
        Path upper = Files.createDirectories(folder.resolve("upper"));
        Path work = Files.createDirectories(folder.resolve("work"));
        new ProcessBuilder("chown", "100000:100000", upper.toString()).start().waitFor();
        Outcome outcome = run(
                Specs.shell("touch /made; id -u; rm /etc/passwd"),
                new Rootfs.OverlayRoot(List.of(root.toString()), upper.toString(), work.toString(), false));
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("0\n");
        assertThat(Files.getAttribute(upper.resolve("made"), "unix:uid")).isEqualTo(100_000);
    }

    @Test
    void aTerminalWorks() throws Exception {
        Outcome outcome = run(Specs.process(Specs.shell("tty; stat -c %t,%T /dev/console"), p -> p.terminal(true)));
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("/dev/pts/0\r\n88,0\r\n");
    }

    @Test
    void joinsTheUserNamespaceOfAnother() throws Exception {
        Process holder = new ProcessBuilder("unshare", "--user", "--net", "sleep", "30").start();
        Path proc = Path.of("/proc/" + holder.pid());
        try {
            while (Files.readSymbolicLink(proc.resolve("ns/net"))
                    .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/net")))) {
                Thread.sleep(5);
            }
            Files.writeString(proc.resolve("uid_map"), "0 100000 65536\n");
            Files.writeString(proc.resolve("gid_map"), "0 100000 65536\n");
            Spec spec = Specs.namespace(
                    Specs.process(
                            Specs.shell(
                                    "id -u; echo $$; readlink /proc/self/ns/user; readlink /proc/self/ns/net; hostname; ulimit -Hn; "
                                            + "cat /proc/self/oom_score_adj; grep ^CapEff /proc/self/status; stat -c %t,%T /dev/null; exit 5"),
                            p -> p.oomScoreAdj(123).rlimits(List.of(new Rlimit("RLIMIT_NOFILE", 50, 60)))),
                    new Namespace("user", proc + "/ns/user"));
            spec = Specs.namespace(spec, new Namespace("network", proc + "/ns/net"));
            Outcome outcome = new Launcher()
                    .run(LaunchRequest.of("test", spec, new Rootfs.DirectoryRoot(root.toString(), false), host));
            assertThat(outcome.out().replaceAll("(?m)^readlink.*$", ""))
                    .as(outcome.message() + outcome.err())
                    .isEqualTo("0\n1\n" + Files.readSymbolicLink(proc.resolve("ns/user")) + "\n"
                            + Files.readSymbolicLink(proc.resolve("ns/net"))
                            + "\nweb\n60\n123\nCapEff:\t00000000a80425fb\n1,3\n");
            assertThat(outcome.code()).isEqualTo(5);
            Outcome failed = new Launcher()
                    .run(LaunchRequest.of(
                            "test",
                            Specs.namespace(spec, new Namespace("ipc", proc + "/ns/net")),
                            new Rootfs.DirectoryRoot(root.toString(), false),
                            host));
            assertThat(failed.message()).contains("joining the ipc namespace: invalid argument");
        } finally {
            holder.destroyForcibly().waitFor();
        }
    }
}

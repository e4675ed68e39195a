package sampan.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sampan.kernel.Fd;
import sampan.kernel.process.Pidfd;
import sampan.kernel.process.Signal;
import sampan.oci.spec.Namespace;
import sampan.oci.spec.Spec;
import sampan.oci.spec.TimeOffsets;

/** What a container shares, and with whom. */
final class SharingTest extends RootfsTest {
    @Test
    void joinsTheNamespacesOfAnother() throws Exception {
        List<String> seen = new ArrayList<>();
        Outcome outcome = new Launcher()
                .whenRunning(pid -> {
                    try (Fd pidfd = Pidfd.open(pid)) {
                        try {
                            seen.addAll(look(pid));
                        } finally {
                            Pidfd.signal(pidfd, Signal.KILL);
                        }
                    } catch (IOException | InterruptedException e) {
                        throw new AssertionError(e);
                    }
                })
                .run(request(Specs.docker("sleep", "600").withHostname("first")));
        assertThat(outcome.code()).isEqualTo(137);
        assertThat(seen.getFirst()).isEqualTo("first\n" + seen.getLast() + "\n1");
    }

    /** From a container that joins this process's namespaces. */
    private List<String> look(int pid) throws IOException, InterruptedException {
        Spec spec = Specs.shell("hostname; readlink /proc/self/ns/net; " + seen("sleep 600"))
                .withHostname(null);
        for (String type : List.of("uts", "ipc", "net", "pid")) {
            String path = "/proc/" + pid + "/ns/" + type;
            spec = Specs.namespace(spec, new Namespace(type.equals("net") ? "network" : type, path));
        }
        return List.of(
                output(spec),
                Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net")).toString());
    }

    @Test
    void sharesWithTheHostWhatIsNotListed() throws Exception {
        Spec spec = Specs.without(
                Specs.without(
                        Specs.shell("hostname; readlink /proc/self/ns/net").withHostname(null), "uts"),
                "network");
        assertThat(output(Specs.without(spec, "ipc")).lines())
                .containsExactly(
                        Files.readString(Path.of("/proc/sys/kernel/hostname")).strip(),
                        Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString());
    }

    @Test
    void leavesNothingMountedOnTheHost() throws Exception {
        String before = Files.readString(Path.of("/proc/self/mountinfo"));
        output(Specs.shell("mount -t tmpfs x /tmp 2>/dev/null; true"));
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).isEqualTo(before);
    }

    @Test
    void mountsLayersAsOneFileSystem() throws Exception {
        Path upper = Files.createDirectories(folder.resolve("upper"));
        Path work = Files.createDirectories(folder.resolve("work"));
        Path above = Files.createDirectories(folder.resolve("above/etc"));
        Files.writeString(above.resolve("passwd"), "from above\n");
        Rootfs overlay = new Rootfs.OverlayRoot(
                List.of(above.getParent().toString(), root.toString()), upper.toString(), work.toString(), false);
        LaunchRequest request =
                LaunchRequest.of("test", Specs.shell("cat /etc/passwd; echo new >/etc/new"), overlay, host);
        Outcome outcome = new Launcher().run(request);
        assertThat(outcome.out()).as(outcome.message()).isEqualTo("from above\n");
        assertThat(upper.resolve("etc/new")).hasContent("new");
    }

    @Test
    void hasItsOwnClocks() throws Exception {
        Spec spec = Specs.linux(
                Specs.namespace(
                        Specs.shell("cut -d. -f1 /proc/uptime 2>/dev/null || sed 's/[.].*//' /proc/uptime"),
                        Namespace.fresh("time")),
                linux -> linux.timeOffsets(new TimeOffsets(new TimeOffsets.Offset(100_000_000, 0), null)));
        assertThat(Long.parseLong(output(spec))).isGreaterThan(100_000_000);
    }

    @Test
    void theLoopbackInterfaceIsUp() throws Exception {
        assertThat(output(Specs.shell("ip -o addr show up"))).contains("127.0.0.1/8");
    }

    @Test
    void mountsLayersTheOldWayOnAnOldKernel() throws Exception {
        Path upper = Files.createDirectories(folder.resolve("up:per"));
        Path work = Files.createDirectories(folder.resolve("wo,rk"));
        Rootfs overlay = new Rootfs.OverlayRoot(List.of(root.toString()), upper.toString(), work.toString(), false);
        Host old = new Host(new Host.Version(5, 15), host.lastCapability(), host.lsms());
        Outcome outcome = new Launcher()
                .run(LaunchRequest.of("test", Specs.shell("cat /etc/passwd; echo new >/etc/new"), overlay, old));
        assertThat(outcome.out()).as(outcome.message()).startsWith("root:");
        assertThat(upper.resolve("etc/new")).hasContent("new");
    }
}

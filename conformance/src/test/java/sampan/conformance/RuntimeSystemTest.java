package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A container whose first process is systemd: it has its cgroup to divide, starts units, and ends by SIGRTMIN+3. */
final class RuntimeSystemTest extends EngineTest {
    private static final String SYSTEMD = "/lib/systemd/systemd";

    /** By a path of no manager's, as this test's own cgroup may have processes. */
    private static final String CGROUP = "sampan-system";

    private static final String UNIT = """
            [Unit]
            After=basic.target
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/bin/sh -c 'cat /proc/1/comm /proc/self/cgroup >/out/told.part && mv /out/told.part /out/told'
            """;

    private RuntimeBundle bundle;

    @BeforeAll
    static void needsSystemd() {
        assumeTrue(Files.isExecutable(Path.of(SYSTEMD)), "systemd is not installed");
    }

    /** The host's programs, and just enough configuration. */
    @BeforeEach
    void makeBundle() throws IOException, InterruptedException {
        sampan().run("version").succeeds();
        bundle = new RuntimeBundle(sampan().execRoot());
        Path root = bundle.folder().resolve("system");
        for (String name : List.of("usr", "etc/systemd/system", "var/log", "var/lib", "root", "run", "tmp", "out")) {
            Files.createDirectories(root.resolve(name));
        }
        for (String name : List.of("bin", "sbin", "lib", "lib64")) {
            Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
        }
        for (String name : List.of("passwd", "group", "shadow", "nsswitch.conf", "os-release", "ld.so.cache")) {
            Files.copy(Path.of("/etc", name), root.resolve("etc").resolve(name));
        }
        Files.writeString(root.resolve("etc/machine-id"), "0123456789abcdef0123456789abcdef\n");
        Files.writeString(root.resolve("etc/systemd/system/telling.service"), UNIT);
        Files.writeString(
                root.resolve("etc/systemd/system/default.target"),
                "[Unit]\nRequires=basic.target telling.service\nAfter=basic.target telling.service\nAllowIsolate=yes\n");
    }

    @AfterEach
    void removeBundle() throws IOException {
        bundle.close();
    }

    private void configure() throws IOException {
        BundleConfig config = BundleConfig.of(SYSTEMD)
                .set("root", "{'path': 'system'}")
                .set("process.noNewPrivileges", "false")
                .set("process.env", "['PATH=/usr/sbin:/usr/bin', 'container=oci']")
                .set("linux.cgroupsPath", "'/" + CGROUP + "'")
                .add(
                        "mounts",
                        "{'destination': '/sys/fs/cgroup', 'type': 'cgroup', 'source': 'cgroup', 'options': ['rw']}")
                .bind("/usr", "/usr", "ro");
        for (String folder : List.of("/run", "/run/lock", "/tmp", "/var/log")) {
            config.add(
                    "mounts",
                    "{'destination': '%s', 'type': 'tmpfs', 'source': 'tmpfs', 'options': ['mode=755']}"
                            .formatted(folder));
        }
        for (String set : List.of("bounding", "effective", "permitted")) {
            config.set("process.capabilities." + set, """
                    ['CAP_CHOWN', 'CAP_DAC_OVERRIDE', 'CAP_FOWNER', 'CAP_FSETID', 'CAP_KILL', 'CAP_NET_BIND_SERVICE',
                     'CAP_SETFCAP', 'CAP_SETGID', 'CAP_SETPCAP', 'CAP_SETUID', 'CAP_SYS_CHROOT']""");
        }
        config.write(bundle.folder());
    }

    @Test
    void systemdStartsUnitsInCgroupsOfItsOwnAndEndsByItsSignal() throws IOException {
        configure();
        bundle.run("create", "c").succeeds();
        bundle.run("start", "c").succeeds();
        Path told = bundle.folder().resolve("system/out/told");
        await().until(() -> Files.exists(told));
        assertThat(told).content().startsWith("systemd\n").contains(":/system.slice/telling.service");
        assertThat(bundle.run("exec", "c", "systemctl", "is-active", "telling.service", "systemd-journald.service")
                        .out())
                .startsWith("active\n");
        bundle.run("kill", "c", "SIGRTMIN+3").succeeds();
        await().until(() -> bundle.run("state", "c").out().contains("\"status\": \"stopped\""));
        bundle.run("delete", "c").succeeds();
        for (String hierarchy : List.of("", "systemd", "unified")) {
            assertThat(Path.of("/sys/fs/cgroup", hierarchy, CGROUP)).doesNotExist();
        }
    }
}

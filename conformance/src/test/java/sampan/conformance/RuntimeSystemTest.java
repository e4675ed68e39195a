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
    /** By a path of no manager's, as this test's own cgroup may have processes. */
    private static final String CGROUP = "sampan-system";

    private RuntimeBundle bundle;

    @BeforeAll
    static void needsSystemd() {
        assumeTrue(SystemRoot.available(), "systemd is not installed");
    }

    @BeforeEach
    void makeBundle() throws IOException {
        sampan().run("version").succeeds();
        bundle = new RuntimeBundle(sampan().execRoot());
        SystemRoot.make(bundle.folder().resolve("system"));
    }

    @AfterEach
    void removeBundle() throws IOException {
        bundle.close();
    }

    private void configure() throws IOException {
        BundleConfig config = BundleConfig.of(SystemRoot.SYSTEMD)
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
        // It is activating until its process, which has told, is seen to have ended.
        await().untilAsserted(() -> assertThat(
                        bundle.run("exec", "c", "systemctl", "is-active", "telling.service", "systemd-journald.service")
                                .out())
                .startsWith("active\n"));
        bundle.run("kill", "c", "SIGRTMIN+3").succeeds();
        await().until(() -> bundle.run("state", "c").out().contains("\"status\": \"stopped\""));
        bundle.run("delete", "c").succeeds();
        for (String hierarchy : List.of("", "systemd", "unified")) {
            assertThat(Path.of("/sys/fs/cgroup", hierarchy, CGROUP)).doesNotExist();
        }
    }
}

package sampan.kernel.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

/** The verifier takes the programs, and the kernel obeys them; needs root and a cgroup2 mount. */
class DeviceGuardTest {
    private Path directory = Path.of("/");

    @BeforeEach
    void make() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
        CgroupHost host = CgroupHost.detect();
        assumeTrue(host.unified().isPresent(), "needs cgroup2");
        directory = host.unified()
                .orElseThrow()
                .resolve("sampan-test-guard-" + ProcessHandle.current().pid());
        Files.createDirectory(directory);
    }

    @AfterEach
    void remove() throws Exception {
        if (directory.getNameCount() > 0) {
            for (int i = 0;
                    i < 1000 && Files.exists(directory) && !directory.toFile().delete();
                    i++) {
                Thread.sleep(10);
            }
            assertThat(directory).doesNotExist();
        }
    }

    private boolean opens(String device) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", "echo 0 > " + directory + "/cgroup.procs && : < " + device)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() == 0;
    }

    private int programs() throws Exception {
        try (Fd cgroup = Open.open(directory, OpenFlags.O_RDONLY)) {
            List<Fd> attached = Bpf.attached(cgroup);
            attached.forEach(Fd::close);
            return attached.size();
        }
    }

    @Test
    void ghsa_g54h_onlyTheDefaultDevicesOpen() throws Exception {
        DeviceGuard.guard(directory, DeviceFilter.compile(DeviceRules.of(List.of())));
        assertThat(opens("/dev/zero")).isTrue();
        assertThat(opens("/dev/null")).isTrue();
        assertThat(opens("/dev/kmsg")).isFalse();
    }

    @Test
    void aNewProgramTakesTheOldOnesPlace() throws Exception {
        DeviceGuard.guard(directory, DeviceFilter.compile(DeviceRules.NOTHING));
        assertThat(opens("/dev/zero")).isFalse();
        DeviceGuard.guard(
                directory, DeviceFilter.compile(DeviceRules.EVERYTHING.with(DeviceRule.parse(false, "c 1:8 r"))));
        assertThat(opens("/dev/zero")).isTrue();
        assertThat(opens("/dev/random")).isFalse();
        DeviceGuard.guard(directory, DeviceFilter.compile(DeviceRules.EVERYTHING));
        assertThat(opens("/dev/random")).isTrue();
        assertThat(programs()).isEqualTo(1);
    }
}

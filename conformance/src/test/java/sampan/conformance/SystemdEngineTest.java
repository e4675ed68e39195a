package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine with {@code --exec-opt native.cgroupdriver=systemd}. */
final class SystemdEngineTest extends EngineTest {

    @Override
    Sampan roots() {
        return Sampan.fresh();
    }

    @BeforeAll
    static void onlyUnderSystemd() {
        Systemd.assumed();
    }

    @AfterAll
    static void stopSlices() {
        Systemd.ctl("stop", "box.slice");
    }

    @BeforeEach
    void startDaemon() throws IOException {
        if (sampan().engine().isEmpty()) {
            sampan().command(
                            "daemon",
                            "--exec-opt",
                            "native.cgroupdriver=systemd",
                            "--data-root",
                            sampan().dataRoot().toString(),
                            "--exec-root",
                            sampan().execRoot().toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            await().until(() -> Files.exists(sampan().execRoot().resolve("front.sock")));
        }
    }

    @AfterEach
    void removeContainers() {
        sampan().run("rm", "-f", "box");
    }

    private String box(String... flags) {
        var line = new java.util.ArrayList<>(java.util.List.of("run", "-d", "--name", "box"));
        line.addAll(java.util.List.of(flags));
        line.addAll(java.util.List.of(BUSYBOX, "sleep", "1000"));
        sampan().run(line.toArray(String[]::new)).succeeds();
        return Systemd.cgroup(inspected("{{.State.Pid}}"));
    }

    private String inspected(String format) {
        return sampan().run("inspect", "--format", format, "box").succeeds().line();
    }

    private static String unit(String cgroup) {
        return cgroup.substring(cgroup.lastIndexOf('/') + 1);
    }

    @Test
    void theDriverIsTold() {
        assertThat(sampan().run("info", "--format", "{{.CgroupDriver}} {{.CgroupVersion}}")
                        .line())
                .isEqualTo("systemd 2");
    }

    @Test
    void aContainerIsAScopeOfTheSystemsSlice() throws IOException {
        String cgroup = box("-m", "64m", "--pids-limit", "20", "--cpus", "0.5");
        String id = inspected("{{.Id}}");
        assertThat(cgroup).matches("/system\\.slice/sampan-[0-9a-f]{8}-" + id + "\\.scope");
        assertThat(Systemd.property(unit(cgroup), "ActiveState")).isEqualTo("active");
        assertThat(Systemd.property(unit(cgroup), "MemoryMax")).isEqualTo("67108864");
        assertThat(Systemd.property(unit(cgroup), "TasksMax")).isEqualTo("20");
        assertThat(Systemd.property(unit(cgroup), "CPUQuotaPerSecUSec")).isEqualTo("500ms");
        assertThat(Systemd.file(cgroup, "memory.max")).isEqualTo("67108864");
        assertThat(Systemd.file(cgroup, "cgroup.procs")).isEqualTo(inspected("{{.State.Pid}}"));
        assertThat(sampan().run("exec", "box", "cat", "/proc/1/cgroup").line()).isEqualTo("0::/");
    }

    @Test
    void aSliceIsAskedFor() {
        assertThat(box("--cgroup-parent", "box-outer.slice")).startsWith("/box.slice/box-outer.slice/sampan-");
        sampan().run("rm", "-f", "box").succeeds();
        assertThat(sampan().run("run", "--rm", "--cgroup-parent", "/plain", BUSYBOX, "true")
                        .err())
                .contains("cgroup-parent for systemd cgroup should be a valid slice named as \"xxx.slice\"");
    }

    @Test
    void limitsChangeInBothPlaces() throws IOException {
        String cgroup = box("-m", "64m");
        sampan().run("update", "-m", "80m", "--memory-swap", "80m", "--pids-limit", "30", "box")
                .succeeds();
        assertThat(Systemd.file(cgroup, "memory.max")).isEqualTo("83886080");
        assertThat(Systemd.property(unit(cgroup), "MemoryMax")).isEqualTo("83886080");
        assertThat(Systemd.property(unit(cgroup), "MemorySwapMax")).isEqualTo("0");
        assertThat(Systemd.property(unit(cgroup), "TasksMax")).isEqualTo("30");
    }

    @Test
    void stoppingTheUnitStopsTheContainer() {
        String cgroup = box("--init");
        Systemd.ctl("stop", unit(cgroup));
        await().until(() -> inspected("{{.State.Status}}").equals("exited"));
        assertThat(Systemd.units(unit(cgroup))).isEmpty();
    }

    @Test
    void containersAndTheirUnitsOutliveTheEngine() throws IOException {
        String cgroup = box();
        sampan().killEngine();
        Files.deleteIfExists(sampan().execRoot().resolve("front.sock"));
        assertThat(Systemd.property(unit(cgroup), "ActiveState")).isEqualTo("active");
        startDaemon();
        assertThat(inspected("{{.State.Status}}")).isEqualTo("running");
        assertThat(sampan().run("exec", "box", "echo", "there").succeeds().line())
                .isEqualTo("there");
        sampan().run("rm", "-f", "box").succeeds();
        assertThat(Systemd.folder(cgroup)).doesNotExist();
        assertThat(Systemd.units(unit(cgroup))).isEmpty();
    }

    @Test
    void aForegroundContainersExitIsItsOwn() {
        assertThat(inContainer("exit 7").code()).isEqualTo(7);
        assertThat(sh("echo hello", "-m", "32m")).isEqualTo("hello");
        await().until(() -> Systemd.units(
                        "sampan-*-????????????????????????????????????????????????????????????????.scope")
                .isEmpty());
    }
}

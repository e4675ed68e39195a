package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code sampan-runtime --systemd-cgroup}: containers as scopes, in slices, with systemd's knowledge of their limits. */
final class SystemdRuntimeTest extends RuntimeTest {
    private static final String SLICE = "box-inner.slice";
    private static final String UNIT = "test-c.scope";
    private static final List<String> DRIVER = List.of("--systemd-cgroup");

    @BeforeAll
    static void onlyUnderSystemd() {
        Systemd.assumed();
    }

    /** A slice stays when its last scope ends. */
    @AfterAll
    static void stopSlices() {
        Systemd.ctl("stop", "box.slice");
    }

    @Override
    @AfterEach
    void removeBundle() throws IOException {
        super.removeBundle();
        assertThat(Systemd.units(UNIT)).isEmpty();
    }

    private String created(String resources, String... arguments) throws IOException {
        bundle.config(
                "\"terminal\": false",
                "\"cgroupsPath\": \"%s:test:c\", \"resources\": {%s},".formatted(SLICE, resources),
                arguments);
        bundle.runWith(DRIVER, "create", "--pid-file", bundle.folder() + "/pid", "c")
                .succeeds();
        return Files.readString(bundle.folder().resolve("pid"));
    }

    /** Its cgroup, which is asked for before it starts: it may end at once. */
    private String running(String resources, String... arguments) throws IOException {
        String cgroup = Systemd.cgroup(created(resources, arguments));
        bundle.runWith(DRIVER, "start", "c").succeeds();
        return cgroup;
    }

    private Sampan.Result exec(String... words) {
        List<String> line = new ArrayList<>(List.of("exec"));
        line.addAll(List.of(words));
        return bundle.runWith(DRIVER, line.toArray(String[]::new));
    }

    @Test
    void aContainerIsAScopeInItsSlice() throws IOException {
        String pid = created("", "sleep", "1000");
        String cgroup = Systemd.cgroup(pid);
        assertThat(cgroup).isEqualTo("/box.slice/box-inner.slice/test-c.scope");
        assertThat(Systemd.file(cgroup, "cgroup.procs"))
                .as("nobody else is in it")
                .isEqualTo(pid);
        assertThat(Systemd.property(UNIT, "ActiveState")).isEqualTo("active");
        assertThat(Systemd.property(UNIT, "ControlGroup")).isEqualTo(cgroup);
        assertThat(Systemd.property(UNIT, "Slice")).isEqualTo(SLICE);
        assertThat(Systemd.property(UNIT, "Delegate")).isEqualTo("yes");
        assertThat(Systemd.property(UNIT, "Description")).isEqualTo("container c");
    }

    @Test
    void whatIsLimitedSystemdKnows() throws IOException {
        String cgroup = running("""
                "memory": {"limit": 67108864, "swap": 100663296, "reservation": 33554432}, "pids": {"limit": 12},
                "cpu": {"quota": 25000, "period": 100000, "shares": 512, "cpus": "0"}""", "sleep", "1000");
        assertThat(Systemd.file(cgroup, "memory.max")).isEqualTo("67108864");
        assertThat(Systemd.property(UNIT, "MemoryMax")).isEqualTo("67108864");
        assertThat(Systemd.property(UNIT, "MemoryLow")).isEqualTo("33554432");
        assertThat(Systemd.property(UNIT, "MemorySwapMax")).isEqualTo("33554432");
        assertThat(Systemd.file(cgroup, "pids.max")).isEqualTo("12");
        assertThat(Systemd.property(UNIT, "TasksMax")).isEqualTo("12");
        assertThat(Systemd.file(cgroup, "cpu.max")).isEqualTo("25000 100000");
        assertThat(Systemd.property(UNIT, "CPUQuotaPerSecUSec")).isEqualTo("250ms");
        assertThat(Systemd.property(UNIT, "CPUWeight")).isEqualTo(Systemd.file(cgroup, "cpu.weight"));
        assertThat(Systemd.property(UNIT, "AllowedCPUs")).isEqualTo("0");
    }

    @Test
    void limitsChangeInBothPlacesAndStayWhenSystemdLooksAgain() throws IOException {
        String cgroup = running("\"memory\": {\"limit\": 67108864}", "sleep", "1000");
        bundle.runWith(DRIVER, "update", "--memory", "83886080", "--pids-limit", "20", "--cpu-quota", "50000", "c")
                .succeeds();
        assertThat(Systemd.property(UNIT, "MemoryMax")).isEqualTo("83886080");
        assertThat(Systemd.property(UNIT, "TasksMax")).isEqualTo("20");
        Systemd.ctl("daemon-reload");
        Systemd.ctl("set-property", "--runtime", UNIT, "MemoryHigh=80000000", "CPUWeight=50");
        assertThat(Systemd.file(cgroup, "memory.high"))
                .as("systemd may limit it as well")
                .isEqualTo("79998976");
        assertThat(Systemd.file(cgroup, "memory.max")).isEqualTo("83886080");
        assertThat(Systemd.file(cgroup, "pids.max")).isEqualTo("20");
        assertThat(Systemd.file(cgroup, "cpu.max")).isEqualTo("50000 100000");
    }

    @Test
    void devicesStayDeniedWhenSystemdLooksAgain() throws IOException {
        running(
                "\"devices\": [{\"allow\": false, \"access\": \"rwm\"}, {\"allow\": true, \"type\": \"c\", \"major\": 1, \"minor\": 9, \"access\": \"rm\"}]",
                "sleep",
                "1000");
        Systemd.ctl("daemon-reload");
        Systemd.ctl("set-property", "--runtime", UNIT, "CPUWeight=50");
        String read = "busybox mknod /dev/node $@ && : </dev/node";
        assertThat(exec("--cap", "CAP_MKNOD", "c", "sh", "-c", read, "sh", "c", "1", "5")
                        .code())
                .isZero();
        assertThat(exec("--cap", "CAP_MKNOD", "c", "sh", "-c", read.replace("node", "disk"), "sh", "b", "254", "0")
                        .err())
                .contains("Operation not permitted");
    }

    @Test
    void aFurtherProcessIsInTheScope() throws IOException {
        String cgroup = running("", "sleep", "1000");
        assertThat(exec("--detach", "c", "sleep", "1000").code()).isZero();
        assertThat(Systemd.file(cgroup, "cgroup.procs").lines()).hasSize(2);
    }

    @Test
    void aScopeThatEndsIsForgotten() throws IOException {
        String cgroup = running("", "true");
        await().until(() -> Systemd.property(UNIT, "ActiveState").equals("inactive"));
        bundle.runWith(DRIVER, "delete", "c").succeeds();
        assertThat(Systemd.folder(cgroup)).doesNotExist();
        assertThat(Systemd.units(UNIT)).isEmpty();
    }

    @Test
    void aScopeThatRanOutOfMemoryIsForgottenToo() throws IOException {
        String cgroup =
                running("\"memory\": {\"limit\": 16777216, \"swap\": 16777216}", "busybox", "tail", "/dev/zero");
        await().until(() -> !Files.exists(Systemd.folder(cgroup)));
        bundle.runWith(DRIVER, "delete", "c").succeeds();
        assertThat(Systemd.units(UNIT))
                .as("failed units are listed until they are reset")
                .isEmpty();
    }

    @Test
    void deletingTakesAPausedOneAndAllThatIsInIt() throws IOException {
        String cgroup = running("", "sh", "-c", "sleep 1000 & sleep 1000 & wait");
        bundle.runWith(DRIVER, "pause", "c").succeeds();
        assertThat(bundle.runWith(DRIVER, "list").out()).contains("paused");
        bundle.runWith(DRIVER, "delete", "--force", "c").succeeds();
        assertThat(Systemd.folder(cgroup)).doesNotExist();
        assertThat(Systemd.units(UNIT)).isEmpty();
    }

    @Test
    void stoppingTheUnitEndsTheContainer() throws IOException {
        running("", "sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.1; done");
        Systemd.ctl("stop", UNIT);
        await().until(() -> bundle.run("state", "c").out().contains("\"status\": \"stopped\""));
    }

    @Test
    void aPathMustNameASliceAPrefixAndAName() throws IOException {
        bundle.config("\"terminal\": false", "\"cgroupsPath\": \"/some/path\",", "true");
        assertThat(bundle.runWith(DRIVER, "run", "c").err())
                .contains("expected cgroupsPath to be of format \\\"slice:prefix:name\\\" for systemd cgroups, got"
                        + " \\\"/some/path\\\" instead");
        assertThat(bundle.state())
                .satisfiesAnyOf(
                        state -> assertThat(state).doesNotExist(),
                        state -> assertThat(state).isEmptyDirectory());
    }

    @Test
    void aContainerThatCannotStartLeavesNoUnit() throws IOException {
        bundle.config("\"terminal\": false", "\"cgroupsPath\": \"" + SLICE + ":test:c\",", "/nope");
        assertThat(bundle.runWith(DRIVER, "run", "c").code()).isNotZero();
        assertThat(Systemd.units(UNIT)).isEmpty();
    }

    @Test
    void withoutAPathItIsASystemServiceSlicesScope() throws IOException {
        bundle.runs("cat", "/proc/self/cgroup");
        assertThat(bundle.runWith(List.of("--cgroup-manager", "systemd"), "run", "c")
                        .succeeds()
                        .code())
                .isZero();
        assertThat(Systemd.units("sampan-c.scope")).isEmpty();
    }
}

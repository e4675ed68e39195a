package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code linux.resources} on a host with cgroup2 only: each controller's files, device programs, events, and cgroups given away. */
final class UnifiedRuntimeTest extends RuntimeTest {
    private static final String CGROUP = "/box/c";
    private static final Path FOLDER = Path.of("/sys/fs/cgroup" + CGROUP);
    private static final String WRITABLE =
            "{\"destination\": \"/sys/fs/cgroup\", \"type\": \"cgroup\", \"source\": \"cgroup\", \"options\": [\"rw\"]},";

    @BeforeAll
    static void onlyOnAUnifiedHost() {
        boolean unified = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
        if (!unified) {
            System.out.println("skipped: needs a host with cgroup2 only; conformance/guest/run has one");
        }
        assumeTrue(unified);
    }

    @Override
    @AfterEach
    void removeBundle() throws IOException {
        super.removeBundle();
        assertThat(FOLDER).doesNotExist();
        Files.deleteIfExists(FOLDER.getParent());
    }

    private void running(String resources, String... arguments) throws IOException {
        configured("\"resources\": {" + resources + "},", "", arguments);
        bundle.run("create", "c").succeeds();
        bundle.run("start", "c").succeeds();
    }

    private void configured(String linux, String mounts, String... arguments) throws IOException {
        bundle.config("\"terminal\": false", "\"cgroupsPath\": \"" + CGROUP + "\", " + linux, arguments);
        Path config = bundle.folder().resolve("config.json");
        for (String mountPoint : List.of("sys/fs/cgroup", "proc", "dev")) {
            Files.createDirectories(bundle.folder().resolve("rootfs").resolve(mountPoint));
        }
        Files.writeString(config, Files.readString(config).replace("\"mounts\": [", "\"mounts\": [" + mounts));
    }

    private static String file(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name)).strip();
    }

    private Sampan.Result exec(String script) {
        return bundle.run("exec", "--cap", "CAP_MKNOD", "c", "sh", "-c", script);
    }

    @Test
    void everyLimitIsWritten() throws IOException {
        running("""
                "memory": {"limit": 67108864, "reservation": 33554432, "swap": 100663296},
                "cpu": {"shares": 512, "quota": 25000, "period": 50000, "burst": 1000, "cpus": "0", "mems": "0"},
                "pids": {"limit": 12},
                "hugepageLimits": [{"pageSize": "2MB", "limit": 4194304}],
                "blockIO": {"throttleReadBpsDevice": [{"major": 254, "minor": 0, "rate": 1048576}],
                            "throttleWriteBpsDevice": [{"major": 254, "minor": 0, "rate": 2097152}],
                            "throttleReadIOPSDevice": [{"major": 254, "minor": 0, "rate": 300}],
                            "throttleWriteIOPSDevice": [{"major": 254, "minor": 0, "rate": 400}]},
                "unified": {"memory.high": "50331648", "memory.min": "4194304", "memory.oom.group": "1",
                            "cgroup.max.depth": "3"}""", "sleep", "1000");
        assertThat(file("memory.max")).isEqualTo("67108864");
        assertThat(file("memory.low")).isEqualTo("33554432");
        assertThat(file("memory.swap.max")).isEqualTo("33554432");
        assertThat(file("memory.high")).isEqualTo("50331648");
        assertThat(file("memory.min")).isEqualTo("4194304");
        assertThat(file("memory.oom.group")).isEqualTo("1");
        assertThat(file("cpu.max")).isEqualTo("25000 50000");
        assertThat(file("cpu.max.burst")).isEqualTo("1000");
        assertThat(Integer.parseInt(file("cpu.weight"))).isBetween(15, 60);
        assertThat(file("cpuset.cpus.effective")).isEqualTo("0");
        assertThat(file("cpuset.mems.effective")).isEqualTo("0");
        assertThat(file("pids.max")).isEqualTo("12");
        assertThat(file("hugetlb.2MB.max")).isEqualTo("4194304");
        assertThat(file("cgroup.max.depth")).isEqualTo("3");
        assertThat(file("io.max")).isEqualTo("254:0 rbps=1048576 wbps=2097152 riops=300 wiops=400");
    }

    @Test
    void weightsAreWritten() throws IOException {
        running("\"blockIO\": {\"weight\": 200}, \"cpu\": {\"idle\": 1}", "sleep", "1000");
        boolean bfq = Files.exists(FOLDER.resolve("io.bfq.weight"));
        assertThat(file(bfq ? "io.bfq.weight" : "io.weight")).startsWith(bfq ? "default 200" : "default 1920");
        assertThat(file("cpu.idle")).isEqualTo("1");
    }

    @Test
    void aControllerThatIsNotThereIsNamed() throws IOException {
        configured("\"resources\": {\"unified\": {\"nothing.max\": \"1\"}},", "", "true");
        assertThat(bundle.run("run", "c").err()).contains("nothing.max");
    }

    @Test
    void memoryAboveHighIsReclaimedAndCountedAndFeltAsPressure() throws IOException {
        running("\"unified\": {\"memory.high\": \"4194304\", \"memory.swap.max\": \"0\"}", "sleep", "1000");
        exec("busybox dd if=/dev/zero of=/big bs=1M count=16 2>/dev/null; busybox rm /big")
                .succeeds();
        assertThat(file("memory.events")).doesNotContain("high 0").contains("oom_kill 0");
        assertThat(file("memory.pressure")).startsWith("some avg10=");
        assertThat(bundle.run("events", "--stats", "c").succeeds().out()).contains("\"psi\"");
    }

    @Test
    void aProcessThatIsKilledForItsMemoryIsAnEvent() throws IOException {
        running("\"memory\": {\"limit\": 16777216, \"swap\": 16777216}", "sleep", "1000");
        Process events =
                bundle.command(List.of(), "events", "--interval", "500ms", "c").start();
        try (BufferedReader lines = events.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).as("it is watching").contains("\"type\":\"stats\"");
            assertThat(exec("busybox tail /dev/zero").code()).isEqualTo(137);
            String line = lines.readLine();
            while (line != null && !line.contains("\"type\":\"oom\"")) {
                line = lines.readLine();
            }
            assertThat(line).isEqualTo("{\"type\":\"oom\",\"id\":\"c\"}");
        } finally {
            events.destroy();
        }
        assertThat(file("memory.events")).contains("oom_kill 1");
    }

    /** A trigger of the kernel's (PSI), where version 1 had memory.pressure_level. */
    @Test
    void processesThatWaitForMemoryAreAnEvent() throws Exception {
        running("\"unified\": {\"memory.high\": \"4194304\", \"memory.swap.max\": \"0\"}", "sleep", "1000");
        Process events =
                bundle.command(List.of(), "events", "--interval", "500ms", "c").start();
        try (BufferedReader lines = events.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).as("it is watching").contains("\"type\":\"stats\"");
            bundle.run(
                            "exec",
                            "-d",
                            "c",
                            "sh",
                            "-c",
                            "while :; do cat /bin/busybox /bin/busybox /bin/busybox >/big; done")
                    .succeeds();
            bundle.run("exec", "-d", "c", "busybox", "tail", "/dev/zero").succeeds();
            String line = lines.readLine();
            for (int looks = 0; looks < 200 && line != null && !line.contains("\"type\":\"pressure\""); looks++) {
                line = lines.readLine();
            }
            assertThat(line).isEqualTo("{\"type\":\"pressure\",\"id\":\"c\",\"data\":{\"memory\":\"some\"}}");
        } finally {
            events.destroy();
        }
    }

    /** Nodes that root opens without any capability: 7:0 is the console's screen, 254:0 the disk. */
    private boolean opens(String node, String direction) {
        Sampan.Result result = exec("busybox mknod /dev/node " + node + "; true " + direction
                + "/dev/node; code=$?; busybox rm /dev/node; exit $code");
        assertThat(result.code() == 0 || result.err().contains("Operation not permitted"))
                .as(result.err())
                .isTrue();
        return result.code() == 0;
    }

    @Test
    void devicesAreAllowedByTypeNumberAndAccess() throws IOException {
        running("""
                "devices": [{"allow": false, "access": "rwm"}, {"allow": true, "type": "c", "major": 7, "access": "r"}]""", "sleep", "1000");
        assertThat(opens("c 7 0", "<")).isTrue();
        assertThat(opens("c 7 128", "<")).as("any minor").isTrue();
        assertThat(opens("c 7 0", ">")).as("only reading").isFalse();
        assertThat(opens("b 254 0", "<")).as("another type and major").isFalse();
        assertThat(opens("c 1 5", "<")).as("devices that every container has").isTrue();
    }

    @Test
    void aRuleThatCannotBeKeptIsRefused() throws IOException {
        configured("""
                "resources": {"devices": [{"allow": true, "type": "c", "major": 7, "access": "r"},
                                          {"allow": false, "type": "c", "major": 7, "minor": 1, "access": "r"}]},""", "", "true");
        Sampan.Result result = bundle.run("run", "c");
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("device rule 'c 7:1 r' cannot punch a hole into 'c 7:* r'");
    }

    @Test
    void theProgramForDevicesIsReplacedWhole() throws IOException {
        running(
                "\"devices\": [{\"allow\": true, \"type\": \"c\", \"major\": 7, \"minor\": 0, \"access\": \"r\"}]",
                "sh",
                "-c",
                "while true </dev/zero; do :; done");
        assertThat(opens("c 7 0", "<")).isTrue();
        bundle.run("update", "--pids-limit", "100", "c").succeeds();
        assertThat(opens("c 7 0", "<")).as("other limits leave devices alone").isTrue();
        String rule =
                "{\"devices\": [{\"allow\": %s, \"type\": \"c\", \"major\": 7, \"minor\": 0, \"access\": \"r\"}]}";
        Path file = bundle.folder().resolve("resources.json");
        for (int i = 0; i < 4; i++) {
            boolean allow = i % 2 == 1;
            Files.writeString(file, rule.formatted(allow));
            bundle.run("update", "-r", file.toString(), "c").succeeds();
            assertThat(opens("c 7 0", "<")).isEqualTo(allow);
        }
        assertThat(bundle.run("state", "c").out())
                .as("what is allowed before and after is allowed all the time")
                .contains("\"status\": \"running\"");
    }

    @Test
    void aForkBombEndsAtOnce() throws IOException {
        running("\"pids\": {\"limit\": 64}", "sh", "-c", "while :; do busybox setsid sleep 1000 & done");
        await().until(() -> !file("pids.events").endsWith("max 0"));
        bundle.run("delete", "--force", "c").succeeds();
        assertThat(FOLDER).doesNotExist();
    }

    @Test
    void aContainerLimitsItsOwnCgroupsAndNeverItself() throws IOException {
        configured("\"resources\": {\"memory\": {\"limit\": 67108864}},", WRITABLE, "sleep", "1000");
        bundle.run("create", "c").succeeds();
        bundle.run("start", "c").succeeds();
        String made =
                "cd /sys/fs/cgroup && busybox mkdir leaf inner && for p in $(cat cgroup.procs); do echo $p > leaf/cgroup.procs; done;"
                        + " echo +memory +pids > cgroup.subtree_control && echo 33554432 > inner/memory.max && cat inner/memory.max";
        assertThat(exec(made).succeeds().line()).endsWith("33554432");
        assertThat(FOLDER.resolve("inner")).isDirectory();
        assertThat(exec("echo max > /sys/fs/cgroup/memory.max").err())
                .as("the root of a cgroup namespace, mounted with nsdelegate")
                .contains("Operation not permitted");
        assertThat(file("memory.max")).isEqualTo("67108864");
        assertThat(exec("cat /proc/self/cgroup").succeeds().line())
                .as("a further process goes where the first one is now")
                .endsWith("/leaf");
    }

    @Test
    void aCgroupMountedWritableIsGivenToItsUser() throws IOException {
        configured("", WRITABLE, "sleep", "1000");
        Path config = bundle.folder().resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("\"uid\": 0", "\"uid\": 4711"));
        bundle.run("create", "c").succeeds();
        bundle.run("start", "c").succeeds();
        assertThat(owner(FOLDER)).isEqualTo(4711);
        assertThat(owner(FOLDER.resolve("cgroup.procs"))).isEqualTo(4711);
        assertThat(owner(FOLDER.resolve("cgroup.subtree_control"))).isEqualTo(4711);
        assertThat(owner(FOLDER.resolve("memory.max")))
                .as("limits stay the host's")
                .isZero();
        assertThat(bundle.run("exec", "--user", "4711", "c", "busybox", "mkdir", "/sys/fs/cgroup/mine")
                        .code())
                .isZero();
    }

    @Test
    void inAUserNamespaceItIsTheMappedUser() throws IOException {
        configured(
                "\"uidMappings\": [{\"containerID\": 0, \"hostID\": 100000, \"size\": 65536}],"
                        + " \"gidMappings\": [{\"containerID\": 0, \"hostID\": 100000, \"size\": 65536}],",
                WRITABLE,
                "sleep",
                "1000");
        Path config = bundle.folder().resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config).replace("{\"type\": \"pid\"}", "{\"type\": \"pid\"}, {\"type\": \"user\"}"));
        bundle.run("create", "c").succeeds();
        bundle.run("start", "c").succeeds();
        assertThat(owner(FOLDER)).isEqualTo(100000);
        assertThat(exec("busybox mkdir /sys/fs/cgroup/mine && echo made")
                        .succeeds()
                        .line())
                .isEqualTo("made");
    }

    private static long owner(Path file) throws IOException {
        return ((Number) Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)).longValue();
    }

    @Test
    void aCgroupThatIsReadOnlyStaysTheHosts() throws IOException {
        for (String mount : List.of("", WRITABLE.replace("rw", "ro"))) {
            configured("", mount, "sleep", "1000");
            Path config = bundle.folder().resolve("config.json");
            Files.writeString(config, Files.readString(config).replace("\"uid\": 0", "\"uid\": 4711"));
            bundle.run("create", "c").succeeds();
            assertThat(owner(FOLDER)).isZero();
            bundle.run("delete", "--force", "c").succeeds();
        }
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks through cgroups, kernel parameters, devices and limits. */
final class CgroupAttackTest extends AttackTest {
    /** null, zero, full, random, urandom, tty, console, ptmx and pseudo-terminals. */
    private static final Set<String> DEVICES =
            Set.of("c 1:3", "c 1:5", "c 1:7", "c 1:8", "c 1:9", "c 5:0", "c 5:1", "c 5:2");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kernel.shm_rmid_forced=1+kernel.core_pattern=|/evil",
                "kernel.shm_rmid_forced=1\nkernel.core_pattern=|/evil",
                "kernel.core_pattern=|/evil",
                "kernel/core_pattern=|/evil",
                "kernel.shmmax/../core_pattern=|/evil",
                "net.ipv4/../../kernel/core_pattern=|/evil",
                "net/../kernel/core_pattern=|/evil",
                "net..kernel.core_pattern=|/evil",
                "/proc/sys/kernel/core_pattern=|/evil",
                "fs.mqueue.../../kernel/core_pattern=|/evil",
                "kernel.core_pattern =|/evil",
                "kernel.hostname=evil",
                "vm.panic_on_oom=1",
                "=1",
                "net.",
                "kernel.shmmax"
            })
    void cve2022_0811_oneParameterOfAnOwnNamespaceIsWrittenAndNoOther(String setting) {
        Sampan.Result result = attack(BUSYBOX, "cat /proc/sys/kernel/core_pattern", "--sysctl", setting);
        canary().isUntouched();
        assertThat(result.out()).doesNotContain("evil");
        if (!setting.startsWith("kernel.shm_rmid_forced=1+")) {
            assertThat(result.code()).isEqualTo(125);
        }
    }

    /** Also GHSA-w2j5-3rcx-vx7x: with the host's namespace the parameter would be the host's. */
    @ParameterizedTest
    @CsvSource({
        "--network, net.ipv4.ip_default_ttl=13",
        "--ipc, kernel.shmmax=4711",
        "--ipc, fs.mqueue.msg_max=17",
        "--network, net/ipv4/ip_forward=1"
    })
    void cve2022_0532_noParameterOfTheHostIsWritten(String namespace, String setting) {
        Sampan.Result result = attack(BUSYBOX, "true", namespace, "host", "--sysctl", setting);
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err()).contains("sysctl");
        if (namespace.equals("--ipc")) {
            attack(BUSYBOX, "true", "--sysctl", setting).succeeds();
        }
    }

    /** In every hierarchy that limits it, whatever is asked for, the first process and every other. */
    @Test
    void cve2025_47291_everyProcessIsInItsContainersCgroup() {
        for (List<String> flags : List.of(
                List.<String>of(),
                List.of("--privileged"),
                List.of("--cgroupns", "host"),
                List.of("--pid", "host"),
                List.of("--cpuset-cpus", "0", "--memory", "64m", "--pids-limit", "50"),
                List.of("--blkio-weight", "300", "--cpu-shares", "10"),
                List.of("-u", "1000"))) {
            String id = background(BUSYBOX, "sleep 613", flags.toArray(String[]::new));
            sampan().run("exec", "-d", id, "sleep", "613").succeeds();
            await().untilAsserted(() -> assertThat(sleeping()).hasSize(2));
            for (long pid : sleeping()) {
                assertThat(Proc.read(Path.of("/proc/" + pid + "/cgroup"))
                                .lines()
                                .toList())
                        .as(flags + " of " + id)
                        .allMatch(line -> line.contains(id) || !line.matches(limited(flags)));
            }
            remove(id);
            await().untilAsserted(() -> assertThat(sleeping()).isEmpty());
        }
    }

    /** cgroup2, what a JVM asks for the size of its machine, the devices that may be used, and each controller that was asked for. */
    private static String limited(List<String> flags) {
        Map<String, String> controllers = Map.of("--pids-limit", "pids", "--blkio-weight", "blkio");
        String asked = flags.stream()
                .filter(controllers::containsKey)
                .map(flag -> "|" + controllers.get(flag))
                .collect(Collectors.joining());
        return "\\d+:((.*,)?(memory|cpu|cpuacct|cpuset|devices" + asked + ")(,.*)?|):.*";
    }

    private static List<Long> sleeping() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> Proc.arguments(pid).equals("sleep 613"))
                .toList();
    }

    /** Memory in /dev/shm is the container's, and goes with it. */
    @Test
    void cve2024_3056_sharedMemoryIsCountedAndBounded() {
        assertThat(inContainer(
                                "dd if=/dev/zero of=/dev/shm/x bs=1M count=60",
                                "--memory",
                                "16m",
                                "--memory-swap",
                                "16m")
                        .code())
                .isEqualTo(137);
        assertThat(inContainer("dd if=/dev/zero of=/dev/shm/x bs=1M count=9", "--shm-size", "8m")
                        .err())
                .contains("No space left");
    }

    /** By mount, by a namespace of its own, by what is mounted already. With --privileged the first way is open. */
    @Test
    void cve2022_0492_noReleaseAgentCanBeSet() {
        String mount = "mkdir /tmp/c; mount -t cgroup -o memory cgroup /tmp/c && ls /tmp/c/release_agent";
        String write =
                "for f in $(find /sys/fs/cgroup /tmp/c -name release_agent); do echo /evil > $f && echo written; done; true";
        assertThat(attack(BUSYBOX, mount + "; " + write).out()).isEmpty();
        assertThat(attack(BUSYBOX, "unshare -UrmC sh -c '" + mount + "; " + write + "'")
                        .out())
                .isEmpty();
        assertThat(attack(
                                BUSYBOX,
                                "unshare -Urm sh -c '" + mount + "; " + write + "'",
                                "--security-opt",
                                "seccomp=unconfined",
                                "--cgroupns",
                                "host")
                        .out())
                .doesNotContain("written");
        assertThat(attack(
                                BUSYBOX,
                                "find /sys/fs/cgroup -name devices.allow -o -name notify_on_release | while read f; do echo 1 > $f && echo written; done")
                        .out())
                .isEmpty();
        if (Path.of("/sys/fs/cgroup/memory/release_agent").toFile().exists()) {
            assertThat(attack(BUSYBOX, mount, "--privileged", "--cgroupns", "host")
                            .out())
                    .contains("release_agent");
        }
    }

    @Test
    void ghsaG54h_onlyTheListedDevicesOpen() throws IOException {
        String probe = Probe.mount(Probe.compile("devices", folder()));
        assertThat(devices(probe, new String[0])).isEqualTo(DEVICES);
        assertThat(devices(probe, "--cap-drop", "MKNOD")).isEmpty();
        assertThat(devices(probe, "-u", "1000")).isEmpty();
        assertThat(devices(probe, "--device", "/dev/fuse")).contains("c 10:229").hasSize(DEVICES.size() + 1);
        assertThat(attack(BUSYBOX, "mknod /tmp/k c 1 11; true < /tmp/k && echo opened", "--privileged")
                        .out())
                .as("what the test could see")
                .isEqualTo("opened\n");
    }

    private Set<String> devices(String probe, String... flags) {
        var arguments = new ArrayList<>(List.of("run", "--rm", "-v", probe));
        arguments.addAll(List.of(flags));
        arguments.addAll(List.of(BUSYBOX, "/probe"));
        return sampan().run(arguments.toArray(String[]::new))
                .succeeds()
                .out()
                .lines()
                .filter(line -> !line.startsWith("c 136:"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @ParameterizedTest
    @CsvSource({
        "--cpuset-cpus, 0-4294967295",
        "--cpuset-cpus, 1-9223372036854775807",
        "--cpuset-mems, 0-4294967295",
        "--memory, 99999999999999999999",
        "--cpus, 1e300",
        "--pids-limit, 99999999999999999999",
        "--cpu-shares, -99999999999999999999",
        "--ulimit, nofile=99999999999999999999",
        "--shm-size, 18446744073709551616",
        "--oom-score-adj, 4294967296",
        "--blkio-weight, 65537",
        "--stop-timeout, 99999999999999999999"
    })
    void cve2018_20699_hugeNumbersAreRefusedAtOnce(String flag, String value) {
        Sampan.Result result = attack(BUSYBOX, "echo started", flag, value);
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(125);
    }
}

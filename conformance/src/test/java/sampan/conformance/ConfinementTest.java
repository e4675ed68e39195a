package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Docker's default isolation, seen from inside: what a container may do, and what exec may do beside it. */
final class ConfinementTest extends EngineTest {
    /** chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw sys_chroot mknod audit_write setfcap. */
    private static final String DOCKERS_FOURTEEN = "00000000a80425fb";

    private static final String STATUS = "grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status | tr -d '\\t'";

    @Test
    void hasDockersCapabilitiesAndFilter() {
        assertThat(sh(STATUS).lines().toList())
                .containsExactly(
                        "CapInh:0000000000000000",
                        "CapPrm:" + DOCKERS_FOURTEEN,
                        "CapEff:" + DOCKERS_FOURTEEN,
                        "CapBnd:" + DOCKERS_FOURTEEN,
                        "CapAmb:0000000000000000",
                        "NoNewPrivs:0",
                        "Seccomp:2");
    }

    @Test
    void execHasTheSameAsTheFirstProcess() {
        String id = sampan().run(
                        "run",
                        "-d",
                        "--cap-drop",
                        "ALL",
                        "--cap-add",
                        "CHOWN",
                        "--security-opt",
                        "no-new-privileges",
                        "--ulimit",
                        "nofile=99",
                        BUSYBOX,
                        "sleep",
                        "60")
                .succeeds()
                .line();
        String first = sampan().run(
                        "exec",
                        id,
                        "sh",
                        "-c",
                        "grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/1/status; grep 'open files' /proc/1/limits; cat /proc/1/oom_score_adj; cat /proc/1/cgroup")
                .succeeds()
                .line();
        String second = sampan().run(
                        "exec",
                        id,
                        "sh",
                        "-c",
                        "grep -E '^(Cap|NoNewPrivs|Seccomp:)' /proc/self/status; grep 'open files' /proc/self/limits; cat /proc/self/oom_score_adj; cat /proc/self/cgroup")
                .succeeds()
                .line();
        assertThat(second).isEqualTo(first).contains("CapEff:\t0000000000000001", "NoNewPrivs:\t1");
        sampan().run("rm", "-f", id).succeeds();
    }

    @Test
    void dropsAndAddsCapabilities() {
        assertThat(sh("grep CapEff /proc/self/status", "--cap-drop", "ALL")).endsWith("0000000000000000");
        assertThat(sh("grep CapEff /proc/self/status", "--cap-drop", "ALL", "--cap-add", "NET_ADMIN"))
                .endsWith("0000000000001000");
        assertThat(sh("grep CapEff /proc/self/status", "--privileged"))
                .endsWith(Proc.status(ProcessHandle.current().pid(), "CapEff"));
    }

    @Test
    void aUserWhoIsNotRootHasNoCapabilities() {
        assertThat(sh("grep -E 'Cap(Prm|Eff|Inh|Amb)' /proc/self/status | cut -f2 | sort -u", "-u", "1000"))
                .isEqualTo("0000000000000000");
    }

    @Test
    void masksWhatDockerMasks() {
        String listing = sh(
                "for f in /proc/kcore /proc/keys /proc/timer_list /proc/latency_stats /proc/sched_debug; do [ -e $f ] && cat $f; done; ls -A /proc/acpi /proc/scsi /sys/firmware 2>/dev/null | grep -v : | tr -d '\\n'");
        assertThat(listing).isEmpty();
        assertThat(inContainer("echo x > /proc/sys/kernel/core_pattern").err()).contains("Read-only file system");
        assertThat(inContainer("mkdir /sys/fs/cgroup/x").code()).isNotZero();
    }

    @Test
    void deniesSystemCallsByTheDefaultProfile() {
        assertThat(inContainer("mkdir /m; mount -t tmpfs none /m").err()).contains("permission denied (are you root?)");
        assertThat(inContainer("unshare -U true").err()).contains("Operation not permitted");
        assertThat(sh("grep Seccomp: /proc/self/status", "--security-opt", "seccomp=unconfined"))
                .endsWith("0");
    }

    @Test
    void limitsDevicesByTheCgroup() {
        assertThat(inContainer("mknod /tmp/disk b 254 0 && cat /tmp/disk | head -c1")
                        .err())
                .contains("Operation not permitted");
    }

    @Test
    void limitsMemoryAndSaysSo() {
        String id = sampan().run(
                        "run",
                        "-d",
                        "--memory",
                        "16m",
                        "--memory-swap",
                        "16m",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "exec tail /dev/zero")
                .succeeds()
                .line();
        assertThat(sampan().run("wait", id).line()).isEqualTo("137");
        assertThat(sampan().run("inspect", "-f", "{{.State.OOMKilled}}", id).line())
                .isEqualTo("true");
        sampan().run("rm", id).succeeds();
    }

    @Test
    void limitsProcesses() {
        assertThat(inContainer("for i in 1 2 3 4 5 6 7 8 9; do sleep 100 & done; wait", "--pids-limit", "5")
                        .err())
                .contains("can't fork");
    }

    @Test
    void inheritsNoDescriptorsAndNoIgnoredSignals() {
        assertThat(sh("ls /proc/self/fd | tr '\\n' ' '; grep -E 'Sig(Ign|Blk)' /proc/self/status | cut -f2 | sort -u"))
                .isIn("0 1 2 3 0000000000000000", "0 1 2 3 \n0000000000000000".strip());
    }

    @Test
    void leavesTheHostsEnvironmentOutside() {
        assertThat(sh("env").lines().map(line -> line.replaceFirst("=.*", "")).toList())
                .containsOnly("PATH", "HOSTNAME", "HOME", "PWD", "SHLVL");
    }

    @Test
    void aSystemParameterOfTheHostIsRefused() {
        for (List<String> flags : List.of(
                List.of("--sysctl", "kernel.core_pattern=|/x"),
                List.of("--network", "host", "--sysctl", "net.ipv4.ip_forward=1"),
                List.of("--sysctl", "net.ipv4.ip_forward+=1"))) {
            Sampan.Result result = inContainer("true", flags.toArray(String[]::new));
            assertThat(result.code()).as(String.join(" ", flags)).isEqualTo(125);
            assertThat(result.err()).contains("sysctl");
        }
    }

    @Test
    void aProfileAskedForByNameIsAnErrorWhereThereIsNoAppArmor() {
        assumeFalse(Files.exists(Path.of("/sys/kernel/security/apparmor")));
        Sampan.Result result = inContainer("true", "--security-opt", "apparmor=my-own");
        assertThat(result.code()).isEqualTo(125);
        assertThat(result.err()).contains("AppArmor is not enabled on this host: the profile \"my-own\" cannot be had");
        assertThat(inContainer("true", "--security-opt", "apparmor=unconfined").code())
                .isZero();
        assertThat(inContainer("true", "--security-opt", "apparmor=docker-default")
                        .code())
                .isZero();
    }
}

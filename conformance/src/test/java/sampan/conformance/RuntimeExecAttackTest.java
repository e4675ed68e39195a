package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attacks on {@code sampan-runtime exec} by the container that is joined. */
final class RuntimeExecAttackTest extends RuntimeAttackTest {
    private static final String CONFINEMENT =
            "grep -E '^(Cap|NoNewPrivs|Seccomp:|Groups)' /p/$P/status; grep 'open files' /p/$P/limits;"
                    + " cat /p/$P/oom_score_adj /p/$P/cgroup; for n in mnt pid net uts ipc cgroup; do readlink /p/$P/ns/$n; done";
    private static final String ALL_BUT_ONE =
            "{'defaultAction': 'SCMP_ACT_ALLOW', 'syscalls': [{'names': ['swapon'], 'action': 'SCMP_ACT_ERRNO'}]}";

    private static BundleConfig confined(String line) {
        return shell(line)
                .set("process.oomScoreAdj", "300")
                .set("process.rlimits", "[{'type': 'RLIMIT_NOFILE', 'hard': 99, 'soft': 99}]")
                .set("linux.seccomp", ALL_BUT_ONE);
    }

    @Test
    void cve2016_8649_noProcessOfExecHasAnyDescriptorOfTheHost() throws IOException {
        background(shell("sleep 600"), "held");
        for (int i = 0; i < 60; i++) {
            assertThat(inside("held", "ls -l /proc/self/fd | sed -n 's/.* \\([0-9]*\\) -> /\\1 /p'")
                            .succeeds()
                            .out()
                            .lines())
                    .hasSize(3)
                    .allMatch(line -> line.matches("0 /dev/null|1 pipe:.*|[12] /tmp/.*(out|err).*"));
        }
    }

    /** Also CVE-2019-16884 and CVE-2025-52881: the container covers /proc with files of its own before exec. */
    @Test
    void cve2015_1334_aFalseProcDoesNotLoosenExec() throws IOException {
        BundleConfig config = confined(
                "mkdir -p /p; mount -t proc proc /p; mount -t tmpfs tmpfs /proc; mkdir -p /proc/self/attr /proc/sys /proc/1;"
                        + " echo 0 > /proc/self/oom_score_adj; ln -s " + canary().at("void")
                        + " /proc/self/attr/exec; ln -s / /proc/self/fd; ln -s / /proc/thread-self; echo > /ready; sleep 600");
        for (String set : List.of("bounding", "effective", "permitted")) {
            config.add("process.capabilities." + set, "'CAP_SYS_ADMIN'");
        }
        bundle().applet("mkdir");
        background(config, "held");
        await().until(() -> Files.exists(rootfs("ready")));
        String first = inside("held", "P=1; " + CONFINEMENT).succeeds().out();
        assertThat(inside("held", "P=self; " + CONFINEMENT).succeeds().out())
                .isEqualTo(first)
                .contains("Seccomp:\t2", "NoNewPrivs:\t1", "\n300\n", " 99 ");
        assertThat(inside("held", "ls /proc/self").out()).isEqualTo("attr\nfd\noom_score_adj\n");
    }

    /** Also CVE-2019-10145 and CVE-2019-10147. */
    @Test
    void cve2019_10144_execHasExactlyTheConfinementOfTheFirstProcess() throws IOException {
        Files.createSymbolicLink(rootfs("p"), Path.of("/proc"));
        background(confined("echo > /ready; sleep 600"), "held");
        await().until(() -> Files.exists(rootfs("ready")));
        String first = inside("held", "P=1; " + CONFINEMENT).succeeds().out();
        assertThat(first).contains("Seccomp:\t2", "NoNewPrivs:\t1", "\n300\n", " 99 ", "CapBnd:\t00000000080000e1");
        for (List<String> flags : List.of(List.<String>of(), List.of("--no-new-privs"), List.of("--cwd", "/proc"))) {
            List<String> line = new ArrayList<>(List.of("exec"));
            line.addAll(flags);
            line.addAll(List.of("held", "sh", "-c", "P=self; " + CONFINEMENT));
            assertThat(harmless(bundle().run(line.toArray(String[]::new))).out())
                    .isEqualTo(first);
        }
    }

    /** Also CVE-2022-29162, CVE-2016-8867: nothing is inheritable or ambient unless asked for; CVE-2018-10856: who is not root has none. */
    @Test
    void cve2022_24769_noCapabilityIsInheritedByAccident() throws IOException {
        String sets =
                "grep -E '^Cap(Inh|Amb)' /proc/self/status | cut -f2; grep -E '^Cap(Prm|Eff)' /proc/self/status | cut -f2";
        String none = "0000000000000000\n";
        String some = "00000000080000e1\n";
        assertThat(attack(shell(sets)).out()).isEqualTo(none + none + some + some);
        assertThat(attack(shell(sets).set("process.user.uid", "1000")).out()).isEqualTo(none + none + none + none);
        background(shell("sleep 600"), "held");
        assertThat(inside("held", sets).out()).isEqualTo(none + none + some + some);
        assertThat(harmless(bundle().run("exec", "--user", "7", "held", "sh", "-c", sets))
                        .out())
                .isEqualTo(none + none + none + none);
        assertThat(harmless(bundle().run("exec", "--cap", "CAP_NET_RAW", "held", "sh", "-c", sets))
                        .out())
                .startsWith(none)
                .contains("00000000080020e1");
    }

    /** Also CVE-2017-5226: what is pushed into a terminal stays in the container's own. */
    @Test
    void cve2016_10124_theCallersTerminalCannotBeTypedAt() throws IOException {
        Path allowed = Path.of("/proc/sys/dev/tty/legacy_tiocsti");
        assumeTrue(!Files.exists(allowed) || Files.readString(allowed).strip().equals("1"));
        Files.copy(Probe.compile("push", folder()), rootfs("probe"));
        background(shell("sleep 600"), "held");
        Path driver = Probe.compile("pty", folder());
        try (Pty caller = Pty.start(driver, shellOnTerminal())) {
            caller.type("exec 2>&1; " + command("exec", "-t", "held", "/probe") + "; echo o''ne\n");
            caller.shows("one");
            caller.type(command("exec", "held", "/probe") + "; echo t''wo\n");
            caller.shows("two");
            caller.type("echo th''ree\n");
            caller.shows("three");
            assertThat(caller.text()).doesNotContain("pushed");
        }
    }

    private ProcessBuilder shellOnTerminal() {
        return new ProcessBuilder("sh").directory(bundle().folder().toFile());
    }

    private String command(String... words) {
        return String.join(" ", bundle().command(List.of(), words).command());
    }

    /** Also CVE-2021-20188, CVE-2026-30892: a user is the number that was asked for, or nobody at all. */
    @Test
    void cve2024_40635_usersAreExactlyThoseAskedFor() throws IOException {
        Files.writeString(
                rootfs("etc/passwd"), "root:x:0:0::/:/bin/sh\n1000:x:0:0::/:/bin/sh\n4294967296:x:0:0::/:/bin/sh\n");
        background(shell("sleep 600"), "held");
        for (String user : List.of("1", "1000", "2147483648", "4294967294")) {
            assertThat(harmless(bundle().run("exec", "--user", user, "held", "id", "-u"))
                            .succeeds()
                            .line())
                    .isEqualTo(user);
        }
        for (String user :
                List.of("4294967295", "4294967296", "-1", "0x0", "0 ", " 0", "1000:x", ":", "", "1:4294967295")) {
            Sampan.Result result = harmless(bundle().run("exec", "--user", user, "held", "id", "-u"));
            assertThat(result.code() != 0 || user.isEmpty())
                    .as("<" + user + ">")
                    .isTrue();
        }
        for (String uid : List.of("4294967295", "4294967296", "-1", "1.5", "'0'")) {
            assertThat(attack(shell("id -u").set("process.user.uid", uid)).code())
                    .as(uid)
                    .isEqualTo(1);
        }
    }
}

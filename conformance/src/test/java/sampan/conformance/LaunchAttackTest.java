package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on the making of a container: its program, its root file system, its first directory and what is written into it. */
final class LaunchAttackTest extends AttackTest {
    private static final String CAPABILITIES = "grep CapEff /proc/self/status | tr -d '\\t'";
    private static final String DOCKERS_FOURTEEN = "CapEff:00000000a80425fb";

    /** The container's program is opened while it is still the engine's, and written to when nobody executes it any more. */
    @Test
    void cve2019_5736_theLaunchProgramCannotBeChangedFromInside() throws IOException {
        byte[] before = Files.readAllBytes(Sampan.binary());
        String image = image(
                HostileTar.withShell().file("entry", "#!/proc/self/exe\n".getBytes(StandardCharsets.US_ASCII), 0755));
        String id = sampan().run("run", "-d", "-v", Probe.mount(Probe.compile("overwrite", folder())), image, "/probe")
                .succeeds()
                .line();
        Process follow = sampan().start("logs", "-f", id);
        try (var lines = new BufferedReader(new InputStreamReader(follow.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("ready");
            // The probe says when it has caught one, which takes more of them where it is seldom given a processor.
            for (int i = 0; i < 30 || i < 1000 && !lines.ready(); i++) {
                sampan().run("exec", id, i % 2 == 0 ? "/entry" : "/proc/self/exe");
            }
            assertThat(lines.readLine()).isEqualTo("caught");
            // The probe ends at once where it sees the file, and with it the container: touch may be killed by that.
            sampan().run("exec", id, "/bin/touch", "/tmp/stop");
            assertThat(lines.readLine()).matches("held [1-9]\\d* changed 0");
        }
        remove(id);
        assertThat(sampan().run("run", "--rm", image, "/entry").code()).isNotZero();
        assertThat(sampan().run("run", "--rm", image, "/proc/self/exe").code()).isNotZero();
        assertThat(Files.readAllBytes(Sampan.binary())).isEqualTo(before);
        assertThat(sh("echo unharmed")).isEqualTo("unharmed");
    }

    /** What the first process and those of exec have open before they are the container's. */
    @Test
    void cve2016_9962_noProcessIsOpenToOthersBeforeItIsTheContainers() throws IOException {
        String watch = """
                echo ready
                while [ ! -e /tmp/stop ]; do
                    for p in /proc/[0-9]*; do
                        ls -l $p/fd $p/root/ 2>/dev/null
                    done
                done | grep -E 'canary|memfd|sampan|front.sock|/var/lib|boot' || echo nothing
                """;
        String id = background(BUSYBOX, watch);
        Process follow = sampan().start("logs", "-f", id);
        try (var lines = new BufferedReader(new InputStreamReader(follow.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("ready");
            for (int i = 0; i < 40; i++) {
                if (i % 4 == 0) {
                    sh("true", "--pid", "container:" + id);
                } else {
                    exec(id, "true", "-u", Integer.toString(i % 3));
                }
            }
            exec(id, "touch /tmp/stop");
            assertThat(lines.readLine()).isEqualTo("nothing");
        }
        remove(id);
    }

    static Stream<String> waysOut() {
        return Stream.concat(
                IntStream.concat(IntStream.rangeClosed(3, 12), IntStream.of(100, 101, 1023))
                        .mapToObj(fd -> "/proc/self/fd/" + fd),
                Stream.of(
                        "/proc/self/fd/7/../../..",
                        "/proc/thread-self/fd/9",
                        "/proc/self/cwd",
                        "/proc/self/root/proc/self/fd/8",
                        "/proc/1/root",
                        "/link",
                        "/proc/self/fd/../fd/8"));
    }

    /** Refused, or a directory of the container's. */
    @ParameterizedTest
    @MethodSource("waysOut")
    void cve2024_21626_noDescriptorIsAWorkingDirectory(String way) {
        for (String flag : List.of("run", "image")) {
            HostileTar tar = HostileTar.withShell().link("link", "/proc/self/fd/8");
            String image = flag.equals("run") ? image(tar) : image(tar, "WORKDIR " + way);
            String[] flags = flag.equals("run") ? new String[] {"-w", way} : new String[0];
            Sampan.Result result =
                    attack(image, "pwd; ls -id . /; cat ../../../../../.." + canary().at("secret"), flags);
            assertThat(result.code()).as(result.err()).isNotZero();
            assertThat(result.out()).doesNotContain("(unreachable)").doesNotContain(canary().at());
        }
    }

    @Test
    void cve2024_21626_noDescriptorIsTheWorkingDirectoryOfExec() {
        String id = background(BUSYBOX, "ln -s /proc/self/fd/8 /link; sleep 1000");
        waysOut().forEach(way -> {
            Sampan.Result result = exec(id, "pwd; cat ../../../../../.." + canary().at("secret"), "-w", way);
            assertThat(result.code()).as(way).isNotZero();
        });
        remove(id);
    }

    /** The cover of a masked path is the host's /dev/null, whatever the container's is. */
    @Test
    void cve2025_31133_maskedPathsAreCoveredByTheRealNull() throws IOException {
        Path dev = Files.createDirectory(folder().resolve("dev"));
        Files.createSymbolicLink(dev.resolve("null"), Path.of("/proc/sys/kernel/core_pattern"));
        String line = "stat -c '%t:%T' /proc/keys; cat /proc/keys; echo '|/evil' > /proc/keys";
        assertThat(attack(BUSYBOX, line, "-v", dev + ":/dev").out()).isEqualTo("1:3\n");
        String image = image(HostileTar.withShell().directory("dev").link("dev/null", "/proc/sys/kernel/core_pattern"));
        assertThat(attack(image, line).out()).isEqualTo("1:3\n");
        assertThat(attack(image, "stat -c '%t:%T' /dev/null").out()).isEqualTo("1:3\n");
    }

    /** Also CVE-2015-3627: standard output as a link. */
    @Test
    void cve2025_52565_theConsoleIsTheContainersOwn() throws IOException {
        Path dev = Files.createDirectory(folder().resolve("dev"));
        HostileTar tar = HostileTar.withShell().directory("dev");
        for (String name : List.of("console", "tty", "stdout", "stderr", "ptmx", "fd")) {
            Files.createSymbolicLink(dev.resolve(name), Path.of(canary().at("void")));
            tar.link("dev/" + name, canary().at("void"));
        }
        Files.createSymbolicLink(dev.resolve("pts"), Path.of(canary().at("empty")));
        tar.link("dev/pts", canary().at("empty"));
        String image = image(tar);
        assertThat(attack(image, "tty; echo typed > /dev/console", "-t").out()).contains("/dev/pts/0", "typed");
        attack(BUSYBOX, "tty; echo typed > /dev/console", "-t", "-v", dev + ":/dev");
        for (String name : List.of("console", "tty", "stdout", "stderr", "ptmx", "fd", "pts")) {
            assertThat(dev.resolve(name)).isSymbolicLink();
        }
    }

    /** Files of the image in the place of procfs: nothing is written to them, and nothing is taken from them. */
    @Test
    void cve2025_52881_settingsAreWrittenToProcfsOnly() {
        String ttl = "proc/sys/net/ipv4/ip_default_ttl";
        String image = image(HostileTar.withShell()
                .directory("proc")
                .directory("proc/sys")
                .directory("proc/sys/net")
                .directory("proc/sys/net/ipv4")
                .link(ttl, "/proc/sys/kernel/shmmax")
                .directory("proc/self")
                .directory("proc/self/attr")
                .link("proc/self/oom_score_adj", canary().at("void"))
                .link("proc/self/attr/exec", canary().at("void")));
        assertThat(attack(
                                image,
                                "cat /" + ttl + " /proc/self/oom_score_adj",
                                "--sysctl",
                                "net.ipv4.ip_default_ttl=42",
                                "--oom-score-adj",
                                "500")
                        .succeeds()
                        .out())
                .isEqualTo("42\n500\n");
    }

    /** Also CVE-2023-27561, CVE-2023-28642, CVE-2026-48749. */
    @ParameterizedTest
    @ValueSource(strings = {"proc", "sys"})
    void cve2019_19921_procAndSysAreDirectoriesOrNothingStarts(String name) {
        for (HostileTar tar : List.of(
                HostileTar.withShell().link(name, canary().at()),
                HostileTar.withShell().link(name, "tmp"),
                HostileTar.withShell().link(name, canary().relative("empty")),
                HostileTar.withShell().file(name, "no directory"),
                HostileTar.withShell().fifo(name))) {
            Sampan.Result result = attack(image(tar), "echo started");
            assertThat(result.code()).as(result.err()).isBetween(125, 127);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("/" + name);
        }
    }

    /** Also CVE-2026-47766. */
    @Test
    void cve2026_41579_devLeadsNowhereElse() throws IOException {
        Path dev = Files.createDirectory(folder().resolve("dev"));
        for (String name : List.of("pts", "shm", "mqueue")) {
            Files.createSymbolicLink(dev.resolve(name), Path.of(canary().at("full")));
        }
        for (HostileTar tar : List.of(
                HostileTar.withShell().link("dev", canary().at()),
                HostileTar.withShell().link("dev", canary().relative("full")),
                HostileTar.withShell().link("dev", "/proc/1/root"),
                HostileTar.withShell()
                        .directory("dev")
                        .link("dev/pts", canary().at("full"))
                        .link("dev/shm", canary().at("empty"))
                        .link("dev/mqueue", canary().at()))) {
            attack(image(tar), "ls /dev /dev/pts /dev/shm");
            attack(image(tar), "ls /dev /dev/pts /dev/shm", "-t");
        }
        attack(BUSYBOX, "ls /dev /dev/pts /dev/shm", "-v", dev + ":/dev");
        attack(BUSYBOX, "ls /dev /dev/pts /dev/shm", "-t", "-v", dev + ":/dev");
    }

    /** Also CVE-2024-5154, and CVE-2015-3629: the second start finds what the first has left. */
    @ParameterizedTest
    @ValueSource(strings = {"absolute", "relative", "missing", "magic"})
    void cve2025_24965_filesOfTheEngineAreNotWrittenThroughLinks(String kind) {
        String target = switch (kind) {
            case "absolute" -> canary().at("void");
            case "relative" -> canary().relative("void");
            case "missing" -> canary().at("empty/new");
            default -> "/proc/1/root" + canary().at("void");
        };
        HostileTar tar = HostileTar.withShell().directory("sbin").link(".dockerenv", target);
        for (String name : List.of("etc/hosts", "etc/hostname", "etc/resolv.conf", "etc/mtab", "sbin/docker-init")) {
            tar.link(name, target);
        }
        String image = image(tar);
        Sampan.Result result = attack(image, "cat /etc/hostname; ls -l /etc", "--init", "--hostname", "h");
        assertThat(result.code()).as(result.err()).isIn(kind.equals("magic") ? List.of(0, 125, 126, 127) : List.of(0));
        assertThat(attack(image(HostileTar.withShell().link("etc/hosts", target).link("run", canary().at())), "true")
                        .code())
                .isBetween(0, 127);
    }

    @Test
    void cve2015_3629_aSecondStartDoesNotTrustWhatTheFirstHasLeft() {
        String id = sampan().run(
                        "create",
                        "-w",
                        "/place/here",
                        "--tmpfs",
                        "/place/memory",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "rmdir /proc2; cd /; rm -rf /place; ln -s " + canary().at()
                                + " /place; rm -rf /etc/mtab; ln -s " + canary().at("void")
                                + " /etc/mtab; rm -rf /dev /sys 2>/dev/null; true")
                .succeeds()
                .line();
        for (int i = 0; i < 5; i++) {
            canary().isUnseenIn(sampan().run("start", "-a", id));
            canary().isUntouched();
        }
        remove(id);
    }

    @Test
    void cve2026_55686_aWorkingDirectoryIsMadeInsideOnly() {
        String image = image(
                HostileTar.withShell().link("a", canary().relative("")).link("b", canary().at("empty")),
                "WORKDIR /a/new/deep");
        assertThat(attack(image, "pwd").out()).doesNotContain("(unreachable)");
        attack(image, "pwd", "-w", "/b/new", "-u", "1000");
        attack(image, "pwd", "-w", "/a/../../../.." + canary().at("empty/new"));
    }

    /** The length of a message once wrapped around at 64 KiB, and what followed was read as another setting. */
    @Test
    void cve2021_43784_longSettingsStayWhatTheyAre() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            lines.add("V" + i + "=" + "x".repeat(100) + i);
        }
        Path file = Files.write(folder().resolve("env"), lines);
        assertThat(attack(
                                BUSYBOX,
                                "env | grep -c '^V'; echo $V699 | wc -c; " + CAPABILITIES,
                                "--env-file",
                                file.toString())
                        .succeeds()
                        .out())
                .isEqualTo("700\n104\n" + DOCKERS_FOURTEEN + "\n");
        assertThat(attack(BUSYBOX, "echo ${#A}; " + CAPABILITIES, "-e", "A=" + "y".repeat(120_000))
                        .succeeds()
                        .out())
                .isEqualTo("120000\n" + DOCKERS_FOURTEEN + "\n");
        Sampan.Result tooLong = attack(BUSYBOX, "true", "-v", "/" + "z".repeat(70_000) + ":/z");
        assertThat(tooLong.code()).isEqualTo(125);
    }

    /** What an image has is never a setting of the engine. Also CVE-2026-53488, CVE-2014-6408: labels are words, no wishes. */
    @Test
    void cve2026_40226_noFileAndNoLabelOfAnImageIsConfiguration() {
        String all = "{\"privileged\":true,\"process\":{\"capabilities\":{\"effective\":[\"CAP_SYS_ADMIN\"]}}}";
        String image = image(
                HostileTar.withShell()
                        .file("config.json", all)
                        .file(".krun_config.json", all)
                        .file(".sampan.json", all)
                        .directory("etc/sampan")
                        .file("etc/sampan/daemon.json", all)
                        .directory("etc/docker")
                        .file("etc/docker/daemon.json", "{\"default-runtime\":\"evil\"}"),
                "LABEL io.containerd.runc.v2.log=binary:///evil io.sampan.privileged=true sampan.privileged=true",
                "LABEL com.docker.security.privileged=true security-opt=seccomp=unconfined cap-add=ALL log-driver=none",
                "ENV SAMPAN_DATA_ROOT=/evil DOCKER_HOST=tcp://evil LD_PRELOAD=/evil.so");
        assertThat(attack(image, CAPABILITIES + "; grep Seccomp: /proc/self/status | tr -d '\\t'")
                        .succeeds()
                        .out())
                .isEqualTo(DOCKERS_FOURTEEN + "\nSeccomp:2\n");
    }
}

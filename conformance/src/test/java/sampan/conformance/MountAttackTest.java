package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on what is mounted into a container, and on where. */
final class MountAttackTest extends AttackTest {
    /** What a container may write below /proc: things of its own processes, and what to be told of when the machine is busy. */
    private static final Set<String> WRITABLE = Set.of(
            "/proc/pressure/cpu",
            "/proc/pressure/io",
            "/proc/pressure/memory",
            "attr/current",
            "attr/exec",
            "attr/fscreate",
            "attr/keycreate",
            "attr/prev",
            "attr/sockcreate",
            "autogroup",
            "clear_refs",
            "comm",
            "coredump_filter",
            "gid_map",
            "latency",
            "loginuid",
            "make-it-fail",
            "fail-nth",
            "mem",
            "oom_adj",
            "oom_score_adj",
            "projid_map",
            "sched",
            "setgroups",
            "timens_offsets",
            "timerslack_ns",
            "uid_map");

    /** Also CVE-2024-45310 and CVE-2026-55686: while targets are opened and made, a neighbour exchanges them for links to the host. */
    @Test
    void cve2021_30465_exchangedTargetsLeadNowhere() throws Exception {
        Path shared = Files.createDirectory(folder().resolve("shared"));
        Files.createDirectories(shared.resolve("a/deep"));
        Files.createSymbolicLink(shared.resolve("b"), Path.of(canary().at()));
        Path bait = Files.createDirectory(folder().resolve("bait"));
        Files.writeString(bait.resolve("file"), "bait");
        String neighbour = sampan().run(
                        "run",
                        "-d",
                        "-v",
                        shared + ":/shared",
                        "-v",
                        Probe.mount(Probe.compile("exchange", folder())),
                        BUSYBOX,
                        "/probe",
                        "/shared/a",
                        "/shared/b")
                .succeeds()
                .line();
        Callable<Sampan.Result> victim = () -> victim(shared, bait);
        List<Sampan.Result> results = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(3)) {
            for (Future<Sampan.Result> end : threads.invokeAll(java.util.Collections.nCopies(150, victim))) {
                results.add(end.get());
            }
        }
        assertThat(sampan().run("ps", "-q").line()).as("the neighbour is at it").isNotEmpty();
        remove(neighbour);
        assertThat(Files.isSymbolicLink(shared.resolve("a")) || Files.isSymbolicLink(shared.resolve("b")))
                .isTrue();
        assertThat(results).allMatch(result -> result.code() != 0, "reads nothing of the host");
        assertThat(results.stream().map(Sampan.Result::code).collect(Collectors.toSet()))
                .as("1: started, and there was no such file; 125: refused")
                .isSubsetOf(1, 125, 126, 127)
                .contains(1);
        assertThat(bait).isDirectoryContaining(path -> path.endsWith("file"));
    }

    /** Inside, too, there is something where the link leads, so that it is not taken for one that leads nowhere. */
    private Sampan.Result victim(Path shared, Path bait) {
        return attack(
                BUSYBOX,
                "cat " + canary().at("full/secret") + " " + canary().at("full/deep/secret"),
                "--tmpfs",
                canary().at(),
                "-v",
                shared + ":/shared",
                "-v",
                bait + ":/shared/a/deep",
                "-v",
                bait + ":/shared/a/full/deep",
                "-v",
                bait.resolve("file") + ":/shared/a/secret",
                "--tmpfs",
                "/shared/a/empty/made",
                "-w",
                "/shared/a/full/work");
    }

    @ParameterizedTest
    @CsvSource({"absolute", "relative", "dots", "dangling", "magic", "chain"})
    void cve2019_18837_targetsThatAreLinksStayInside(String kind) throws IOException {
        Path bait = Files.createDirectory(folder().resolve("bait"));
        Files.writeString(bait.resolve("file"), "bait");
        String image = image(HostileTar.withShell()
                .link("absolute", canary().at("full"))
                .link("relative", canary().relative("full"))
                .link("dots", "tmp/../../../../.." + canary().at("full"))
                .link("dangling", canary().at("empty/new"))
                .link("magic", "/proc/1/root" + canary().at("full"))
                .link("chain", "absolute/../empty"));
        for (List<String> flags : List.of(
                List.of("-v", bait + ":/" + kind),
                List.of("-v", bait + ":/" + kind + "/deep/new"),
                List.of("-v", bait.resolve("file") + ":/" + kind + "/secret"),
                List.of("--tmpfs", "/" + kind),
                List.of("--tmpfs", "/" + kind + "/new"),
                List.of("--device", "/dev/null:/" + kind + "/device"),
                List.of("-v", "named:/" + kind))) {
            Sampan.Result result = attack(image, "cat /" + kind + "/secret; ls /" + kind, flags.toArray(String[]::new));
            assertThat(result.out()).doesNotContain("program");
            canary().isUntouched();
            if (!kind.equals("magic")) {
                assertThat(result.err()).doesNotContain("Error response");
            }
        }
    }

    /** What an image has at a volume's place is copied into the volume; the host has nothing to do with it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/../../%s", "/link", "/link/deep", "/up", "/../..", "/proc/1/root/%s", "link/../../..%s", "."})
    void cve2022_23648_volumesOfAnImageHoldNothingOfTheHost(String path) {
        String volume = path.formatted(canary().at());
        HostileTar tar =
                HostileTar.withShell().link("link", canary().at("full")).link("up", canary().relative(""));
        Sampan.Result imported =
                sampan().runWith(tar.bytes(), "import", "--change", "VOLUME " + volume, "-", "localhost/volume");
        if (imported.code() == 0) {
            Sampan.Result result = attack(
                    "localhost/volume",
                    "cat /link/secret /link/deep/secret /up/secret; find / -xdev -name secret; grep -c . /etc/shadow");
            assertThat(result.out()).doesNotContain("secret").isIn("", "0\n");
            sampan().run("rmi", "-f", "localhost/volume").succeeds();
        }
    }

    /** Also CVE-2015-3631: procfs is not to be covered, whoever asks. */
    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/proc/self/attr", "/proc/sys", "/proc/../proc/1", "/x/../proc", "//proc//self"})
    void cve2019_16884_nothingIsMountedOverProc(String target) {
        for (List<String> flags : List.of(
                List.of("-v", folder() + ":" + target),
                List.of("--tmpfs", target),
                List.of("-v", "fake:" + target),
                List.of("--mount", "type=bind,source=" + folder() + ",target=" + target))) {
            Sampan.Result result = attack(BUSYBOX, "echo started", flags.toArray(String[]::new));
            assertThat(result.code()).as(String.join(" ", flags)).isEqualTo(125);
            assertThat(result.err()).contains("/proc");
        }
        assertThat(attack(image(HostileTar.withShell(), "VOLUME " + target), "echo started")
                        .code())
                .isEqualTo(125);
    }

    @Test
    void cve2019_16884_noLinkOfAnImageLeadsAMountIntoProc() {
        HostileTar tar = HostileTar.withShell().link("link", "/proc").link("deep", "proc/self");
        String image = image(tar);
        for (String target : List.of("/link", "/link/sys", "/link/self/attr", "/deep/attr", "/deep/fd")) {
            for (List<String> flags : List.of(
                    List.of("--tmpfs", target),
                    List.of("-v", "fake:" + target),
                    List.of("-v", folder() + ":" + target),
                    List.of("--mount", "type=volume,target=" + target))) {
                Sampan.Result result = attack(image, "echo started", flags.toArray(String[]::new));
                assertThat(result.code()).as(flags + " " + result.out()).isEqualTo(125);
                assertThat(result.err()).contains("/proc");
            }
            assertThat(attack(image(tar, "VOLUME " + target), "echo started").code())
                    .as("VOLUME " + target)
                    .isEqualTo(125);
        }
    }

    /** Bad input does not cost data: the link is not ours. */
    @Test
    void aLinkThatLeadsNowhereStaysInItsVolume() throws IOException {
        Files.createSymbolicLink(folder().resolve("current"), Path.of("releases/none"));
        for (String target : List.of("/data/current", "/data/current/cache")) {
            Sampan.Result result = attack(BUSYBOX, "echo started", "-v", folder() + ":/data", "--tmpfs", target);
            assertThat(result.code()).isEqualTo(125);
            assertThat(result.err()).contains("a symbolic link that leads nowhere");
            assertThat(folder().resolve("current")).isSymbolicLink();
        }
    }

    /** Also CVE-2018-10892, and CVE-2023-25809 with the host's cgroup namespace: every file of /proc and /sys is opened for writing. With --privileged more of them let it. */
    @Test
    void cve2015_3630_whatIsWritableOfProcAndSysIsTheContainersOwn() throws IOException {
        String probe = Probe.mount(Probe.compile("sweep", folder()));
        assertThat(foreign(sweep(probe))).isEmpty();
        assertThat(foreign(sweep(probe, "-u", "1000"))).isEmpty();
        assertThat(foreign(sweep(probe, "--cgroupns", "host", "--ipc", "host"))).isEmpty();
        assertThat(foreign(sweep(probe, "--privileged")))
                .as("what the test could see")
                .contains("/proc/sys/kernel/core_pattern");
    }

    private Set<String> sweep(String probe, String... flags) {
        List<String> arguments = new ArrayList<>(List.of("run", "--rm", "-v", probe));
        arguments.addAll(List.of(flags));
        arguments.addAll(List.of(BUSYBOX, "/probe", "/proc", "/sys"));
        return sampan().run(arguments.toArray(String[]::new))
                .out()
                .lines()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> foreign(Set<String> files) {
        return files.stream()
                .filter(file -> !WRITABLE.contains(file.replaceFirst("^/proc/PID/(task/PID/)?", "")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Also CVE-2018-10892, GHSA-jq35-85cj-fj4p, GHSA-7ww5-4wqc-m92c, GHSA-6fw5-f8r9-fgfm: what tells of the machine is empty. */
    @Test
    void cve2017_16539_maskedPathsHaveNoContent() {
        String read = """
                for f in /proc/acpi /proc/asound /proc/interrupts /proc/kcore /proc/keys /proc/latency_stats /proc/sched_debug \
                        /proc/scsi /proc/timer_list /proc/timer_stats /sys/devices/virtual/powercap /sys/firmware /sys/fs/selinux \
                        /sys/devices/system/cpu/cpu*/thermal_throttle; do
                    [ -d $f ] && find $f -mindepth 1
                    [ -f $f -o -c $f ] && dd if=$f bs=1 count=1 2>/dev/null
                done; echo end
                """;
        assertThat(attack(BUSYBOX, read).out()).isEqualTo("end\n");
        assertThat(attack(BUSYBOX, read, "-u", "1000").out()).isEqualTo("end\n");
        assertThat(attack(BUSYBOX, read, "--privileged").out()).hasSizeGreaterThan(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "..", "a/../../b", ".hidden/../..", "/", "a\nb", "-"})
    void cve2025_0750_noNameIsAPath(String name) {
        for (List<String> line : List.of(
                List.of("create", "--name", name, BUSYBOX),
                List.of("create", "--name", "../.." + canary().at(), BUSYBOX),
                List.of("run", "--rm", "--mount", "source=" + name + ",target=/v", BUSYBOX, "true"),
                List.of("rm", "../.." + canary().at()),
                List.of("logs", name),
                List.of("inspect", name),
                List.of("exec", name, "true"),
                List.of("start", name),
                List.of("rm", name))) {
            Sampan.Result result = sampan().run(line.toArray(String[]::new));
            assertThat(result.code()).as(String.join(" ", line)).isNotZero();
            assertThat(result.err()).doesNotContain("Exception", "\tat ");
        }
        assertThat(sampan().run("ps", "-aq").line()).isEmpty();
    }

    /** What a container mounts, even one that may, is not mounted for anybody else. */
    @Test
    void cve2015_3631_mountsDoNotSpread() {
        assertThat(attack(
                                BUSYBOX,
                                "mount -t tmpfs evil /v && mount -t tmpfs evil /v/x 2>/dev/null; grep -c evil /proc/mounts",
                                "-v",
                                folder() + ":/v",
                                "--privileged")
                        .out())
                .isEqualTo("1\n");
        assertThat(Proc.read(Path.of("/proc/self/mounts"))).doesNotContain("evil");
    }
}

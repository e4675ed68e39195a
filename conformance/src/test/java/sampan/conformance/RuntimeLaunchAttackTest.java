package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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

/** Attacks on the making of a bundle's container. */
final class RuntimeLaunchAttackTest extends RuntimeAttackTest {
    static Stream<String> waysOut() {
        return Stream.concat(
                IntStream.concat(IntStream.rangeClosed(3, 16), IntStream.of(100, 101, 600, 1023))
                        .mapToObj(fd -> "/proc/self/fd/" + fd),
                Stream.of(
                        "/proc/self/fd/7/../../../proc/self/fd/8",
                        "/proc/thread-self/fd/9",
                        "/proc/self/cwd",
                        "/proc/1/root",
                        "/proc/self/root/proc/self/fd/8",
                        "/link",
                        "/proc/self/fd/../fd/8"));
    }

    /** Refused, and nothing has run. */
    @ParameterizedTest
    @MethodSource("waysOut")
    void cve2024_21626_noDescriptorIsTheWorkingDirectory(String way) throws IOException {
        link("link", "/proc/self/fd/8");
        Sampan.Result result = attack(
                shell("pwd; cat ../../../../../.." + canary().at("secret")).text("process.cwd", way));
        assertThat(result.code()).as(result.err()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(bundle().state()).isEmptyDirectory();
    }

    /** What the caller has open is not the container's, unless it is asked for; of the runtime there is nothing. */
    @Test
    void cve2024_21626_noDescriptorOfTheCallerGoesIn() throws Exception {
        shell("ls -l /proc/self/fd | sed -n 's/.* \\([0-9]*\\) -> /\\1 /p'").write(bundle().folder());
        for (List<String> flags : List.of(List.<String>of(), List.of("--no-pivot"), List.of("--no-new-keyring"))) {
            List<String> line = new ArrayList<>(
                    List.of("sh", "-c", "exec 3</ 4<%s 7</ 9</proc; exec \"$@\" > out".formatted(canary().at()), "sh"));
            line.addAll(bundle().command(List.of(), "run").command());
            line.addAll(flags);
            line.add("attacked");
            Process process = new ProcessBuilder(line)
                    .directory(bundle().folder().toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectError(bundle().folder().resolve("err").toFile())
                    .start();
            assertThat(process.waitFor())
                    .as(Files.readString(bundle().folder().resolve("err")))
                    .isZero();
            assertThat(Files.readAllLines(bundle().folder().resolve("out")))
                    .as("0 to 2; ls has closed its own")
                    .hasSize(3)
                    .allMatch(open -> open.matches("[012] (pipe:\\[\\d+\\]|/dev/null|.*/err)"));
        }
    }

    /** The program of a container's process is opened while it is still the runtime's, and written to afterwards. */
    @Test
    void cve2019_5736_theRuntimesProgramCannotBeChangedFromInside() throws IOException {
        byte[] before = Files.readAllBytes(Sampan.binary());
        Path entry = Files.writeString(rootfs("entry"), "#!/proc/self/exe\n");
        entry.toFile().setExecutable(true);
        Files.createDirectory(rootfs("tmp"));
        Files.copy(Probe.compile("overwrite", folder()), rootfs("probe"));
        BundleConfig.of("sh", "-c", "/probe > /tmp/told").write(bundle().folder());
        bundle().run("create", "held").succeeds();
        bundle().run("start", "held").succeeds();
        for (int i = 0; i < 40; i++) {
            harmless(bundle().run("exec", "held", i % 2 == 0 ? "/entry" : "/proc/self/exe"));
        }
        // The probe ends at once where it sees the file, and with it the container: touch may be killed by that.
        bundle().run("exec", "held", "touch", "/tmp/stop");
        Patience.await()
                .untilAsserted(() -> assertThat(rootfs("tmp/told")).content().contains("held"));
        assertThat(rootfs("tmp/told")).content().contains("changed 0");
        for (String program : List.of("/entry", "/proc/self/exe")) {
            assertThat(attack(BundleConfig.of(program)).code()).isNotZero();
        }
        assertThat(Files.readAllBytes(Sampan.binary())).isEqualTo(before);
    }

    /** A process of the container that may trace all others sees nothing of the host by way of one that exec brings. */
    @Test
    void cve2016_9962_noProcessIsOpenToOthersBeforeItIsTheContainers() throws IOException {
        Files.createDirectory(rootfs("tmp"));
        background(
                shell("""
                while [ ! -e /tmp/stop ]; do
                    for p in /proc/[0-9]*; do ls -l $p/fd $p/root/ 2>/dev/null; done
                done | grep -vE "sampan-test-bundle|memfd:sampan-program" | grep -E 'canary|sampan|front.sock|boot' > /tmp/seen; touch /tmp/done; sleep 100
                """)
                        .set("process.capabilities.bounding", "['CAP_SYS_PTRACE', 'CAP_KILL']")
                        .set("process.capabilities.effective", "['CAP_SYS_PTRACE', 'CAP_KILL']")
                        .set("process.capabilities.permitted", "['CAP_SYS_PTRACE', 'CAP_KILL']"),
                "watcher");
        for (int i = 0; i < 60; i++) {
            inside("watcher", "true");
        }
        inside("watcher", "touch /tmp/stop; until [ -e /tmp/done ]; do sleep 0.1; done")
                .succeeds();
        assertThat(rootfs("tmp/seen")).content().isEmpty();
    }

    /** The cover of a masked path is the host's /dev/null, whatever the container's is, mounted or in its root. */
    @ParameterizedTest
    @ValueSource(strings = {"root", "volume", "directory"})
    void cve2025_31133_maskedPathsAreCoveredByTheRealNull(String kind) throws IOException {
        String line =
                "stat -c '%t:%T' /proc/keys; cat /proc/keys; echo '|/evil' > /proc/keys; cat /proc/sys/kernel/core_pattern";
        BundleConfig config = shell(line);
        Path dev = Files.createDirectory(folder().resolve("dev"));
        Files.createSymbolicLink(dev.resolve("null"), Path.of("/proc/sys/kernel/core_pattern"));
        if (kind.equals("root")) {
            link("dev/null", "/proc/sys/kernel/core_pattern");
            config.set("mounts", "[{'destination': '/proc', 'type': 'proc', 'source': 'proc'}]");
        } else if (kind.equals("volume")) {
            config.bind(dev.toString(), "/dev", "rw");
        } else {
            config.add("linux.maskedPaths", "'/dev/null'").add("linux.maskedPaths", "'/dev'");
        }
        Sampan.Result result = attack(config);
        assertThat(result.out()).as(result.err()).startsWith("1:3\n").doesNotContain("evil");
    }

    /** A neighbour exchanges what is masked, and what covers it, while containers start. */
    @Test
    void cve2025_31133_maskedPathsAreCoveredWhileTheyAreExchanged() throws Exception {
        Path shared = Files.createDirectories(folder().resolve("shared"));
        Files.createDirectory(shared.resolve("a"));
        Files.writeString(shared.resolve("a/secret"), "hidden");
        Files.createSymbolicLink(shared.resolve("b"), Path.of(canary().at()));
        Process neighbour = exchange(shared.resolve("a"), shared.resolve("b"));
        BundleConfig config = shell("cat /shared/a/secret /shared/a/full/deep/secret; cat /proc/keys")
                .bind(shared.toString(), "/shared", "rw")
                .add("linux.maskedPaths", "'/shared/a/secret'")
                .add("linux.readonlyPaths", "'/shared/a/full'");
        for (int i = 0; i < 60; i++) {
            assertThat(attack(config).out()).as("at the %dth", i).doesNotContain(canary().at());
        }
        neighbour.destroyForcibly().waitFor();
    }

    private Process exchange(Path one, Path other) throws IOException {
        return new ProcessBuilder(Probe.compile("exchange", folder()).toString(), one.toString(), other.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** Also CVE-2015-3627: standard output as a link. */
    @Test
    void cve2025_52565_theConsoleIsTheContainersOwn() throws IOException {
        Path driver = Probe.compile("pty", folder());
        Path dev = Files.createDirectory(folder().resolve("dev"));
        for (String name : List.of("console", "tty", "stdout", "stderr", "ptmx", "fd")) {
            Files.createSymbolicLink(dev.resolve(name), Path.of(canary().at("void")));
            link("dev/" + name, canary().at("void"));
        }
        Files.createSymbolicLink(dev.resolve("pts"), Path.of(canary().at("empty")));
        link("dev/pts", canary().at("empty"));
        BundleConfig config =
                shell("tty; echo typed > /dev/console; ls -l /dev/console").set("process.terminal", "true");
        for (boolean volume : List.of(false, true)) {
            config.write(bundle().folder());
            List<String> line = new ArrayList<>(List.of(driver.toString(), "24", "80"));
            line.addAll(bundle().command(List.of(), "run", "attacked").command());
            Process process = new ProcessBuilder(line)
                    .directory(bundle().folder().toFile())
                    .redirectErrorStream(true)
                    .start();
            String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!volume) {
                assertThat(shown).contains("/dev/pts/0", "typed");
            }
            canary().isUntouched();
            config.bind(dev.toString(), "/dev", "rw");
        }
        assertThat(dev.resolve("console")).isSymbolicLink();
        assertThat(rootfs("dev/console")).isSymbolicLink();
    }

    /** Files in the place of procfs: nothing is written to them, and nothing is taken from them. */
    @Test
    void cve2025_52881_settingsAreWrittenToProcfsOnly() throws IOException {
        String ttl = "proc/sys/net/ipv4/ip_default_ttl";
        Files.createDirectories(rootfs("proc/sys/net/ipv4"));
        Files.createDirectories(rootfs("proc/self/attr"));
        Files.writeString(rootfs(ttl), "64\n");
        link("proc/self/oom_score_adj", canary().at("void"));
        BundleConfig config = shell("cat /" + ttl + " /proc/self/oom_score_adj")
                .set("linux.sysctl", "{'net.ipv4.ip_default_ttl': '42'}")
                .set("process.oomScoreAdj", "500");
        assertThat(attack(config).succeeds().out()).isEqualTo("42\n500\n");
        attack(config.set("mounts", "[]"));
        assertThat(rootfs(ttl)).hasContent("64\n");
    }

    /** Mounts over what the runtime writes to: refused, or the setting is made all the same. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/proc",
                "/proc/sys",
                "/proc/sys/net",
                "/proc/self/attr",
                "/proc/self",
                "/proc/1/attr/exec",
                "/proc/../proc/sys"
            })
    void cve2025_52881_noMountIsBetweenASettingAndTheKernel(String target) throws IOException {
        Path false1 = Files.createDirectories(folder().resolve("false"));
        for (String type : List.of("tmpfs", "bind")) {
            BundleConfig config = shell("echo started")
                    .set("linux.sysctl", "{'net.ipv4.ip_default_ttl': '42'}")
                    .add(
                            "mounts",
                            "{'destination': '%s', 'type': '%s', 'source': '%s', 'options': ['%s']}"
                                    .formatted(target, type, false1, type.equals("bind") ? "bind" : "ro"));
            Sampan.Result result = attack(config);
            assertThat(result.code()).as(result.out()).isEqualTo(1);
            assertThat(result.err()).contains("proc");
        }
        assertThat(false1).isEmptyDirectory();
    }

    /** Also CVE-2023-27561, CVE-2023-28642, CVE-2026-48749. */
    @ParameterizedTest
    @ValueSource(strings = {"proc", "sys"})
    void cve2019_19921_procAndSysAreDirectoriesOrNothingStarts(String name) throws IOException {
        for (String target : List.of(canary().at(), "tmp", canary().relative("empty"), "/proc/1/root", "nowhere")) {
            link(name, target);
            Sampan.Result result = attack(shell("echo started"));
            assertThat(result.code()).as(target).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("/" + name);
        }
        Files.delete(rootfs(name));
        Files.writeString(rootfs(name), "no directory");
        assertThat(attack(shell("echo started")).code()).isEqualTo(1);
    }

    /** Also CVE-2025-54867. */
    @Test
    void cve2026_48749_theRootItselfIsNoLink() throws IOException {
        Path real = Files.move(
                bundle().folder().resolve("rootfs"), bundle().folder().resolve("real"));
        for (String target : List.of("real", canary().at(), "/", "nowhere")) {
            Files.createSymbolicLink(bundle().folder().resolve("rootfs"), Path.of(target));
            Sampan.Result result = attack(shell("echo started"));
            assertThat(result.code()).as(target).isEqualTo(1);
            assertThat(result.err()).contains("rootfs");
            assertThat(bundle().state()).isEmptyDirectory();
            Files.delete(bundle().folder().resolve("rootfs"));
        }
        Files.move(real, bundle().folder().resolve("rootfs"));
    }

    /** Also CVE-2026-47766. */
    @Test
    void cve2026_41579_devLeadsNowhereElse() throws IOException {
        for (String target : List.of(canary().at(), canary().relative("full"), "/proc/1/root", canary().at("void"))) {
            link("dev", target);
            attack(shell("ls /dev /dev/pts /dev/shm"));
            attack(shell("ls /dev").set("mounts", "[{'destination': '/proc', 'type': 'proc', 'source': 'proc'}]"));
        }
        for (String name : List.of("pts", "shm", "mqueue", "ptmx", "fd")) {
            link("dev/" + name, canary().at("full"));
        }
        attack(shell("ls /dev"));
        attack(shell("ls /dev").set("mounts", "[{'destination': '/proc', 'type': 'proc', 'source': 'proc'}]"));
        attack(shell("ls /dev")
                .add("linux.devices", "{'path': '/dev/pts/../../x', 'type': 'c', 'major': 1, 'minor': 3}"));
        attack(shell("ls /dev").bind(rootfs("dev").toString(), "/dev", "rw"));
    }

    /** Also CVE-2024-5154, CVE-2015-3629: nothing is written into a root but the mount points that it lacks. */
    @ParameterizedTest
    @ValueSource(strings = {"absolute", "relative", "missing", "magic"})
    void cve2025_24965_nothingIsWrittenThroughLinksOfTheRoot(String kind) throws IOException {
        String target = switch (kind) {
            case "absolute" -> canary().at("void");
            case "relative" -> canary().relative("void");
            case "missing" -> canary().at("empty/new");
            default -> "/proc/1/root" + canary().at("void");
        };
        for (String name : List.of(
                "etc/hosts",
                "etc/hostname",
                "etc/resolv.conf",
                "etc/mtab",
                "etc/passwd",
                ".krun_config.json",
                "run/.containerenv")) {
            link(name, target);
        }
        Path file = Files.writeString(folder().resolve("file"), "given");
        for (int i = 0; i < 3; i++) {
            Sampan.Result result = attack(shell("cat /etc/hostname; ls /etc")
                    .remove("process.env")
                    .bind(file.toString(), "/etc/hosts", "ro")
                    .bind(file.toString(), "/etc/resolv.conf", "ro"));
            assertThat(result.code()).isBetween(0, 1);
        }
        assertThat(rootfs(".krun_config.json")).isSymbolicLink();
        assertThat(rootfs("etc/mtab")).isSymbolicLink();
    }

    @Test
    void cve2026_55686_aWorkingDirectoryIsMadeInsideOnly() throws IOException {
        link("a", canary().relative("."));
        link("b", canary().at("empty"));
        for (String cwd : List.of("/a/new/deep", "/b/new", "/a/../../../.." + canary().at("empty/new"), "/b")) {
            Sampan.Result result = attack(shell("pwd").text("process.cwd", cwd).set("process.user.uid", "1000"));
            assertThat(result.out()).doesNotContain("(unreachable)");
        }
    }

    /** The length of a message once wrapped around at 64 KiB, and what followed was read as another setting. */
    @Test
    void cve2021_43784_longSettingsStayWhatTheyAre() throws IOException {
        String capabilities = "grep CapEff /proc/self/status | cut -f2";
        BundleConfig many = shell("env | grep -c '^V'; echo $V699 | wc -c; " + capabilities);
        for (int i = 0; i < 700; i++) {
            many.add("process.env", "'V" + i + "=" + "x".repeat(100) + i + "'");
        }
        assertThat(attack(many).succeeds().out()).isEqualTo("700\n104\n00000000080000e1\n");
        assertThat(attack(shell("echo ${#A}; " + capabilities).add("process.env", "'A=" + "y".repeat(120_000) + "'"))
                        .succeeds()
                        .out())
                .isEqualTo("120000\n00000000080000e1\n");
        assertThat(attack(shell("true").bind("/" + "z".repeat(70_000), "/z")).code())
                .isEqualTo(1);
        assertThat(attack(shell("true").bind(folder().toString(), "/" + "z".repeat(70_000)))
                        .code())
                .isEqualTo(1);
        BundleConfig maps = shell("id -u").add("linux.namespaces", "{'type': 'user'}");
        for (int i = 0; i < 400; i++) {
            maps.add("linux.uidMappings", "{'containerID': %d, 'hostID': %d, 'size': 1}".formatted(i, 100_000 + i));
            maps.add("linux.gidMappings", "{'containerID': %d, 'hostID': %d, 'size': 1}".formatted(i, 100_000 + i));
        }
        assertThat(attack(maps).code()).as("the kernel takes 340").isEqualTo(1);
    }

    /** What a root holds is never a setting of the runtime. */
    @Test
    void cve2026_40226_noFileOfARootIsConfiguration() throws IOException {
        String all =
                "{\"process\":{\"args\":[\"/evil\"],\"capabilities\":{\"effective\":[\"CAP_SYS_ADMIN\"]}},\"privileged\":true}";
        for (String name : List.of(
                "config.json", ".krun_config.json", "etc/sampan/daemon.json", "state.json", "rootfs/config.json")) {
            Files.createDirectories(rootfs(name).getParent());
            Files.writeString(rootfs(name), all);
        }
        assertThat(attack(shell("grep CapEff /proc/self/status | cut -f2"))
                        .succeeds()
                        .out())
                .isEqualTo("00000000080000e1\n");
    }

    /** Also GHSA-w2j5-3rcx-vx7x: the host's network namespace by its path. */
    @Test
    void cve2022_0532_noParameterOfTheHostIsWritten() throws IOException {
        for (String path : List.of("/proc/" + ProcessHandle.current().pid() + "/ns/net", "/proc/self/ns/net")) {
            Sampan.Result result = attack(shell("echo started")
                    .set("linux.namespaces.4", "{'type': 'network', 'path': '" + path + "'}")
                    .set("linux.sysctl", "{'net.ipv4.ip_default_ttl': '64'}"));
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).contains("host network namespace");
        }
        assertThat(attack(shell("echo started").set("linux.sysctl", "{'kernel.core_pattern': '|/evil'}"))
                        .code())
                .isEqualTo(1);
    }
}

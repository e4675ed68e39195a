package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks on a bundle's mounts, cgroups, devices and kernel parameters. */
final class RuntimeMountAttackTest extends RuntimeAttackTest {
    private static final Path CORE_PATTERN = Path.of("/proc/sys/kernel/core_pattern");

    /** Two containers share a volume; the one exchanges a folder and a link while the other's mounts are placed in it. */
    @Test
    void cve2021_30465_noMountLandsOutsideWhileItsPlaceIsExchanged() throws Exception {
        Path shared = Files.createDirectories(folder().resolve("shared"));
        Files.createDirectories(shared.resolve("a/below"));
        Files.createSymbolicLink(shared.resolve("b"), Path.of(canary().at()));
        Process neighbour = new ProcessBuilder(
                        Probe.compile("exchange", folder()).toString(),
                        shared.resolve("a").toString(),
                        shared.resolve("b").toString())
                .redirectErrorStream(true)
                .start();
        try {
            BundleConfig config = shell("cat /shared/a/secret /shared/a/below/secret 2>/dev/null; true")
                    .bind(shared.toString(), "/shared", "rw")
                    .add(
                            "mounts",
                            "{'destination': '/shared/a/below', 'type': 'tmpfs', 'source': 'tmpfs', 'options': ['mode=755']}")
                    .bind(folder().toString(), "/shared/a/new");
            for (int i = 0; i < 60; i++) {
                attack(config);
            }
        } finally {
            neighbour.destroyForcibly().waitFor();
        }
    }

    /** Links in the place of mount points: each leads to a place inside, or nothing is started. */
    @ParameterizedTest
    @ValueSource(strings = {"absolute", "relative", "chain", "magic", "missing"})
    void cve2019_18837_mountPointsThatAreLinksStayInside(String kind) throws IOException {
        Path file = Files.writeString(folder().resolve("file"), "given");
        Path data = Files.createDirectories(folder().resolve("data"));
        String target = switch (kind) {
            case "absolute" -> canary().at("empty");
            case "relative" -> canary().relative("empty");
            case "chain" -> "/first";
            case "magic" -> "/proc/1/root" + canary().at("empty");
            default -> canary().at("not/there");
        };
        link("first", "/second");
        link("second", canary().at("empty"));
        for (String destination : List.of("/place", "/place/deep", "/place/deep/deeper")) {
            link("place", target);
            attack(shell("ls -R /place").bind(data.toString(), destination, "rw"));
            link("place", target);
            attack(shell("ls -R /place").bind(file.toString(), destination, "rw"));
            link("place", target);
            attack(shell("ls -R /place")
                    .add("mounts", "{'destination': '%s', 'type': 'tmpfs', 'source': 'x'}".formatted(destination)));
        }
    }

    /** Where it would hide what the runtime reads and writes there, or what the kernel tells; by name, by detour or by a link of the root. */
    @ParameterizedTest
    @ValueSource(strings = {"/proc", "/proc/self/attr", "/proc/sys/kernel", "/tmp/../proc/1", "/way", "/way/self"})
    void cve2019_16884_nothingIsMountedOverProc(String destination) throws IOException {
        Path data = Files.createDirectories(folder().resolve("data"));
        link("way", "/proc");
        Sampan.Result bound = attack(shell("echo started").bind(data.toString(), destination, "rw"));
        Sampan.Result fresh = attack(shell("echo started")
                .add("mounts", "{'destination': '%s', 'type': 'tmpfs', 'source': 'x'}".formatted(destination)));
        for (Sampan.Result result : List.of(bound, fresh)) {
            assertThat(result.code()).as(result.out()).isEqualTo(1);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).contains("cannot be mounted because it");
        }
    }

    /** Also CVE-2015-3631: procfs mounted elsewhere is as read-only as it is asked to be; CVE-2025-0750: names that lead up. */
    @Test
    void cve2015_3630_kernelParametersAreReadOnlyByAnyName() throws IOException {
        String before = Files.readString(CORE_PATTERN);
        for (String destination : List.of("/proc", "/proc/../proc", "/x/../proc")) {
            Sampan.Result result =
                    attack(shell("echo '|/evil' > /proc/sys/kernel/core_pattern; echo b > /proc/sysrq-trigger; true")
                            .text("mounts.0.destination", destination));
            assertThat(result.code()).isBetween(0, 1);
            assertThat(CORE_PATTERN).hasContent(before.strip());
        }
        for (String id : List.of("..", "../x", "a/b", "/", "a\nb", "", ".")) {
            assertThat(harmless(bundle().run("delete", "--force", id)).code())
                    .as(id)
                    .isEqualTo(1);
            assertThat(harmless(bundle().run("create", id)).code()).as(id).isEqualTo(1);
        }
    }

    /** Without a namespace of its own the host's cgroups are there to be seen, not to be written. */
    @Test
    void cve2023_25809_theHostsCgroupsAreReadOnly() throws IOException {
        BundleConfig config = shell(
                        "for f in $(find /sys/fs/cgroup -name cgroup.procs -o -name tasks -o -name release_agent);"
                                + " do echo $$ > $f && echo written $f; done 2>/dev/null; true")
                .add(
                        "mounts",
                        "{'destination': '/sys/fs/cgroup', 'type': 'cgroup', 'source': 'cgroup', 'options': ['ro']}")
                .set(
                        "linux.namespaces",
                        "[{'type': 'pid'}, {'type': 'ipc'}, {'type': 'uts'}, {'type': 'mount'}, {'type': 'network'}]");
        assertThat(attack(config).succeeds().out()).isEmpty();
    }

    /** Also CVE-2022-0532: one value for one parameter of a namespace, as it stands. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'kernel.shm_rmid_forced': '1+kernel.core_pattern=|/evil'",
                "'kernel.shm_rmid_forced': '1\\nkernel.core_pattern=|/evil'",
                "'kernel.shm_rmid_forced=1 kernel.core_pattern': '|/evil'",
                "'kernel.shm_rmid_forced/../core_pattern': '|/evil'",
                "'net.ipv4...kernel.core_pattern': '|/evil'",
                "'net/../kernel/core_pattern': '|/evil'",
                "'kernel/core_pattern': '|/evil'",
                "'fs.mqueue.../../kernel/core_pattern': '|/evil'",
                "'kernel.core_pattern': '|/evil'",
                "'vm.overcommit_memory': '1'",
                "'': '1'",
            })
    void cve2022_0811_noOtherParameterIsWritten(String setting) throws IOException {
        String before = Files.readString(CORE_PATTERN);
        Sampan.Result result = attack(shell("echo started").set("linux.sysctl", "{" + setting + "}"));
        assertThat(CORE_PATTERN).hasContent(before.strip());
        if (!setting.startsWith("'kernel.shm_rmid_forced':")) {
            assertThat(result.code()).as(result.out()).isEqualTo(1);
        }
    }

    /** An annotation is nobody's setting. (Also CVE-2023-6476) */
    @Test
    void cve2024_3154_annotationsChangeNothing() throws IOException {
        BundleConfig config = shell("cat /proc/self/cgroup | grep -c evil; grep CapEff /proc/self/status | cut -f2")
                .set("annotations", """
                        {'org.systemd.property.ExecStartPre': '/evil', 'org.systemd.property.Slice': 'evil.slice',
                         'run.oci.keep_original_groups': '1', 'run.oci.systemd.subgroup': 'evil', 'io.kubernetes.cri-o.userns-mode': 'host',
                         'org.criu.config': '/evil', 'run.oci.handler': 'krun', 'memory.max': 'max'}""");
        assertThat(attack(config).out()).isEqualTo("0\n00000000080000e1\n");
    }

    /** GHSA-g54h-m393-cpwq: no rule is no leave. Every kind of node, with and without a list. */
    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'devices': []}", "{'devices': [{'allow': false, 'access': 'rwm'}]}"})
    void ghsaG54h_anEmptyListOfDevicesAllowsNoOthers(String resources) throws IOException {
        String line = """
                for n in 'b 8 0' 'b 254 0' 'b 7 0' 'c 1 1' 'c 1 4' 'c 4 64' 'c 10 200x' 'c 10 237' 'c 5 1x' 'c 240 0'; do
                    case $n in *x) continue;; esac
                    mknod /node $n 2>/dev/null && head -c 1 /node >/dev/null 2>/err; code=$?
                    [ $code = 0 ] && echo "opened $n"; grep -v 'not permitted' /err | grep -v 'o such' ; rm -f /node /err
                done; mknod /node c 1 3 && : > /node && echo null""";
        bundle().applet("head");
        Sampan.Result result = attack(shell(line).set("linux.resources", resources));
        assertThat(result.out()).isEqualTo("null\n");
    }

    /** CVE-2026-57231, CVE-2020-14370: what is in the environment is what was written there, for each container its own. */
    @Test
    void cve2026_57231_noEnvironmentIsAnothers() throws Exception {
        bundle().applet("env");
        List<String> line = bundle().command(List.of(), "run", "first").command();
        shell("env").add("process.env", "'OWN=1'").write(bundle().folder());
        ProcessBuilder call =
                new ProcessBuilder(line).directory(bundle().folder().toFile());
        call.environment().put("SECRET", "the-callers");
        Process process = call.redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
        assertThat(out.lines()).containsExactlyInAnyOrder("PATH=/bin", "HOME=/", "OWN=1", "PWD=/", "SHLVL=1");
        for (String item : List.of("SECRET", "*", "SECRET*")) {
            assertThat(attack(shell("env").add("process.env", "'" + item + "'")).err())
                    .contains("invalid environment variable");
        }
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The same right call to runc and to Sampan, about a container of each: the same output, and the same numbers in its cgroups. */
final class RuncEffectsTest extends RuncPairTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    /** What the kernel itself changes while a container is looked at; and the devices, which come in another order. */
    private static final String MOVES =
            ".*(usage|stat|tasks|procs|_time|current|failcnt|events|peak|numa|slab|pressure|effective|sched|service|queued|serviced|merged|sectors|recursive|debug|percpu|devices\\.list|threads).*";

    @Override
    List<String> edits() {
        String some = "[\"CAP_KILL\", \"CAP_CHOWN\"]";
        return List.of(
                "\"user\":",
                "\"capabilities\": {\"bounding\": %s, \"effective\": %s, \"permitted\": %s}, \"oomScoreAdj\": 77, \"user\":"
                        .formatted(some, some, some));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exec ID STATUS",
                "exec --cap CAP_NET_ADMIN ID STATUS",
                "exec --cap CAP_NET_ADMIN --cap CAP_SYS_TIME -u 7 ID STATUS",
                "exec --cap CAP_TASTE ID STATUS",
                "exec --no-new-privs ID STATUS",
                "exec --user 7:8 ID STATUS",
                "exec --user jo ID STATUS",
                "exec -u 7 -g 9 -g 10 ID STATUS",
                "exec --user jo ID env",
                "exec --env A=b --env C=d ID env",
                "exec -e PATH=/usr/bin:/bin -e HOME=/here ID env",
                "exec -e A=b -e A=c ID sh -c echo$IFS$A",
                "exec --cwd /etc ID pwd",
                "exec ID cat /proc/self/oom_score_adj",
                "exec ID cat /proc/self/limits",
                "exec ID cat /proc/self/cgroup",
                "exec ID cat /proc/self/personality",
                "exec ID cat /proc/self/mountinfo",
                "exec ID ls /proc/self/fd",
                "exec ID ls -l /dev/null /dev/console /dev/ptmx /dev/fd /dev/stdin /dev/shm /dev/pts/ptmx",
                "exec ID id",
                "exec --process FILE ID",
                "exec ID sh -c kill$IFS-9$IFS$$",
                "exec ID sh -c kill$IFS-TERM$IFS$$",
            })
    void anExecHasTheSameProcess(String line) throws IOException {
        Path process = Files.writeString(pair().bundle().folder().resolve("process.json"), """
                {"args": ["sh", "-c", "grep -E '^(Cap|Groups|NoNew)' /proc/self/status; env; pwd; ulimit -n"],
                 "env": ["PATH=/bin", "X=y"], "cwd": "/etc", "user": {"uid": 7, "gid": 8, "additionalGids": [9], "umask": 63},
                 "rlimits": [{"type": "RLIMIT_NOFILE", "soft": 200, "hard": 200}], "noNewPrivileges": true,
                 "capabilities": {"bounding": ["CAP_KILL"], "permitted": ["CAP_KILL"], "inheritable": ["CAP_KILL"], "ambient": ["CAP_KILL"]}}""");
        String[] words = Stream.of(line.replace("ID", BesideRunc.ID)
                        .replace("FILE", process.toString())
                        .replace("STATUS", "grep -E ^(Uid|Gid|Groups|Cap|NoNew|Seccomp|Sig[BC]) /proc/self/status")
                        .split(" "))
                .toArray(String[]::new);
        Sampan.Result ours = pair().bundle().run(words);
        Sampan.Result runcs = pair().runc(words);
        assertThat(ours.code()).as(ours.err()).isEqualTo(runcs.code());
        assertThat(placeless(ours.out())).isEqualTo(placeless(runcs.out()));
        assertThat(timeless(ours.err())).isEqualTo(timeless(runcs.err()));
    }

    /** Without numbers that the kernel gives each mount and file anew. */
    private static String placeless(String out) {
        return out.replaceAll("(?m)^[0-9]+ [0-9]+ [0-9]+:[0-9]+ ", "")
                .replaceAll("(master|shared):[0-9]+", "$1")
                .replaceAll("/(ours|runcs)/rootfs", "/rootfs")
                .replaceAll("[A-Z][a-z]{2} +[0-9]+ [0-9:]{5}", "TIME")
                .replaceAll("(pid|SigQ).*", "");
    }

    private static String timeless(String log) {
        return log.replaceAll("time=\"[^\"]*\" ", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--cpu-share 300",
                "--cpu-quota 20000",
                "--cpu-period 50000",
                "--cpu-period 100000 --cpu-quota 30000",
                "--cpu-quota -1",
                "--cpuset-cpus 0",
                "--cpuset-mems 0",
                "--memory 100m",
                "--memory 64m --memory-swap 128m",
                "--memory 200000000",
                "--memory-reservation 32m",
                "--memory-swap -1",
                "--memory -1",
                "--pids-limit 9",
                "--pids-limit -1",
                "--pids-limit 0",
                "--kernel-memory 10m",
                "--blkio-weight 500",
                "--cpu-rt-period 500000",
                "--cpu-rt-runtime 1000",
                "--l3-cache-schema L3:0=f",
                "--mem-bw-schema MB:0=10",
            })
    void anUpdateWritesTheSameNumbers(String flags) throws IOException {
        assumeTrue(Files.isDirectory(CGROUPS.resolve("memory")), "runc's files of cgroup2 are UnifiedRuntimeTest's");
        String[] words = ("update " + flags + " " + BesideRunc.ID).split(" ");
        Sampan.Result ours = pair().bundle().run(words);
        Sampan.Result runcs = pair().runc(words);
        assertThat(ours.code()).as("%s%s", ours.err(), runcs.err()).isEqualTo(runcs.code());
        if (runcs.code() == 0) {
            assertThat(written("ours")).isEqualTo(written("runcs")).isNotEmpty();
        }
    }

    /** The cgroup files of a container below the pair's parent. */
    static Map<String, String> written(String name) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
            for (Path hierarchy : hierarchies.toList()) {
                Path folder = hierarchy.resolve("sampan-runc").resolve(name);
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.list(folder)) {
                        for (Path file : files.filter(Files::isRegularFile)
                                .filter(each -> !each.getFileName().toString().matches(MOVES))
                                .toList()) {
                            all.put(hierarchy.getFileName() + "/" + file.getFileName(), content(file));
                        }
                    }
                }
            }
        }
        return all;
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            return "-";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--rootless"})
    void aStartingConfigurationIsTheSame(String flag) throws IOException {
        Path folder = pair().bundle().folder();
        Path theirs = Files.createTempDirectory(folder, "theirs");
        Path own = Files.createTempDirectory(folder, "own");
        assertThat(pair().runc(spec(theirs, flag)).code()).isZero();
        pair().bundle().run(spec(own, flag)).succeeds();
        assertThat(configuration(own)).isEqualTo(configuration(theirs));
    }

    private static String[] spec(Path folder, String flag) {
        return ("spec -b " + folder + " " + flag).strip().split(" ");
    }

    private static JsonNode configuration(Path bundle) throws IOException {
        ObjectNode root = (ObjectNode) JSON.readTree(Files.readString(bundle.resolve("config.json")));
        assertThat(root.remove("ociVersion").asString()).startsWith("1.");
        assertThat(root.remove("hostname").asString()).matches("runc|sampan");
        // Later ones than 1.1 give none.
        ((ObjectNode) root.get("process").get("capabilities")).remove("ambient");
        // runc gives a cgroup namespace where there is cgroup2 only, and another order.
        TreeSet<String> namespaces = new TreeSet<>();
        ((ObjectNode) root.get("linux")).remove("namespaces").forEach(each -> namespaces.add(each.toString()));
        namespaces.remove("{\"type\":\"cgroup\"}");
        assertThat(namespaces).hasSizeGreaterThan(4);
        root.put("namespaces", namespaces.toString());
        return root;
    }

    /** Whatever runc says it can do, but for other processors and for systemd's own manager of each user. */
    @Test
    void theFeaturesOfRuncAreThere() {
        JsonNode ours = JSON.readTree(pair().bundle().run("features").succeeds().out());
        JsonNode runcs = JSON.readTree(pair().runc("features").out());
        TreeSet<String> all = new TreeSet<>();
        collect("", runcs, all);
        TreeSet<String> here = new TreeSet<>();
        collect("", ours, here);
        all.removeIf(line -> line.matches(
                "/(annotations|ociVersion).*|.*systemdUser.*|.*SCMP_ARCH_(MIPS|PPC|S390|RISCV|PARISC|LOONG).*"));
        assertThat(all).hasSizeGreaterThan(100);
        assertThat(here).containsAll(all);
    }

    private static void collect(String path, JsonNode node, TreeSet<String> all) {
        if (node.isObject()) {
            node.properties().forEach(field -> collect(path + "/" + field.getKey(), field.getValue(), all));
        } else if (node.isArray()) {
            node.forEach(element -> all.add(path + " " + element.asString()));
        } else {
            all.add(path + " = " + node.asString());
        }
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A container in each state, one of runc's and one of Sampan's: the same call ends with the same code, the same line of the log, the same output. */
final class RuncStatesTest extends EngineTest {
    private static final String RUNC = "/usr/sbin/runc";
    private static final String ID = "sampan-and-runc";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private RuntimeBundle bundle;

    @BeforeAll
    static void needsRunc() {
        assumeTrue(Files.isExecutable(Path.of(RUNC)), "runc is not installed");
    }

    @BeforeEach
    void makeBundle() throws IOException {
        sampan().run("version").succeeds();
        bundle = new RuntimeBundle(sampan().execRoot());
        write(List.of());
    }

    @AfterEach
    void removeBundle() throws IOException {
        runc("delete", "-f", ID);
        bundle.close();
    }

    @AfterAll
    static void removeParents() throws IOException {
        try (Stream<Path> hierarchies = Files.list(Path.of("/sys/fs/cgroup"))) {
            for (Path hierarchy : hierarchies.toList()) {
                Files.deleteIfExists(hierarchy.resolve("sampan-runc"));
            }
        }
    }

    /** Two bundles that differ in their cgroups alone. */
    private void write(List<String> edits) throws IOException {
        bundle.cgroup("/sampan-runc/runcs").runs("sleep", "100");
        edit(edits);
        Path folder = Files.createDirectories(bundle.folder().resolve("runcs"));
        Files.copy(
                bundle.folder().resolve("config.json"),
                folder.resolve("config.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        if (!Files.exists(folder.resolve("rootfs"))) {
            assertThat(call(List.of("cp", "-a", bundle.folder() + "/rootfs", folder + "/rootfs"), bundle.folder())
                            .code())
                    .isZero();
        }
        bundle.cgroup("/sampan-runc/ours").runs("sleep", "100");
        edit(edits);
    }

    private void edit(List<String> edits) throws IOException {
        for (int i = 0; i < edits.size(); i += 2) {
            String from = edits.get(i);
            String to = edits.get(i + 1);
            bundle.edit(text -> {
                assertThat(text).contains(from);
                return text.replace(from, to);
            });
        }
    }

    private Sampan.Result runc(String... words) {
        List<String> line = new ArrayList<>(List.of(RUNC, "--root", bundle.folder() + "/runc-state"));
        line.addAll(List.of(words));
        return call(line, bundle.folder().resolve("runcs"));
    }

    private Sampan.Result call(List<String> line, Path folder) {
        try {
            Path out = Files.createTempFile(bundle.folder(), "runc", "out");
            Path err = Files.createTempFile(bundle.folder(), "runc", "err");
            Process process = new ProcessBuilder(line)
                    .directory(folder.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return new Sampan.Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void both(String... words) {
        bundle.run(words).succeeds();
        assertThat(runc(words).code()).isZero();
    }

    private void become(String state) {
        both("create", ID);
        if (!state.equals("created")) {
            both("start", ID);
        }
        if (state.equals("paused")) {
            both("pause", ID);
        }
        if (state.equals("stopped")) {
            both("kill", ID, "KILL");
            await().until(() -> bundle.run("state", ID).out().contains("\"stopped\"")
                    && runc("state", ID).out().contains("\"stopped\""));
        }
    }

    private void same(String line) {
        String[] words = line.replace("ID", ID).split(" ");
        Sampan.Result ours = bundle.run(words);
        Sampan.Result runcs = runc(words);
        assertThat(ours.code() + "\n" + plain(ours.err())).isEqualTo(runcs.code() + "\n" + plain(runcs.err()));
    }

    private static String plain(String log) {
        return log.replaceAll("time=\"[^\"]*\" ", "").replace("/usr/sbin/runc:", "runc:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create ID",
                "run ID",
                "resume ID",
                "exec ID true",
                "kill ID BOGUS",
                "kill ID 99",
                "kill ID -1",
                "kill ID 0",
                "update --memory lots ID",
                "update --pids-limit 5 ID",
                "events --interval 0s ID",
                "events --interval -1s ID",
                "checkpoint ID",
                "pause ID",
                "delete ID",
            })
    void aCreatedContainer(String line) {
        become("created");
        same(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create ID",
                "run ID",
                "start ID",
                "resume ID",
                "delete ID",
                "kill ID SIGFOO",
                "kill ID 0",
                "exec ID nope",
                "exec ID /nope",
                "exec ID /bin",
                "exec ID /bin/plain",
                "exec ID sh -c false",
                "exec --user jo ID true",
                "exec --user 1:x ID true",
                "exec --cwd rel ID true",
                "exec --cwd /nope ID true",
                "exec --env BAD ID true",
                "exec --process /nope ID",
                "exec -t -d ID sh",
                "exec --cgroup ../x ID true",
                "update -r /nope ID",
                "update --cpu-share x ID",
                "update --cpu-quota x ID",
                "update --kernel-memory 1 ID",
                "ps -f bad ID",
                "events --interval x ID",
                "pause ID more",
                "state ID more",
                "spec -b /nope",
                "spec",
            })
    void aRunningContainer(String line) {
        become("running");
        same(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"start ID", "pause ID", "exec ID true", "kill ID TERM", "delete ID", "resume ID"})
    void aPausedContainer(String line) {
        become("paused");
        if (!line.startsWith("start")) {
            same(line);
            return;
        }
        // The one is still waiting for its start when it is paused, runc's says the same of both.
        assertThat(bundle.run("start", ID).code())
                .isEqualTo(runc("start", ID).code())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "start ID",
                "exec ID true",
                "pause ID",
                "resume ID",
                "ps ID",
                "kill ID",
                "kill --all ID",
                "events --stats ID",
                "update --pids-limit 7 ID",
                "create ID",
                "checkpoint ID",
                "delete ID",
            })
    void aStoppedContainer(String line) {
        become("stopped");
        same(line);
    }

    /** What both refuse, in the same words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"cwd\": \"/\"|\"cwd\": \"rel\"",
                "\"cwd\": \"/\"|\"cwd\": \"\"",
                "\"args\": [\"sleep\", \"100\"]|\"args\": []",
                "\"args\": [\"sleep\", \"100\"]|\"args\": [\"nope\"]",
                "\"args\": [\"sleep\", \"100\"]|\"args\": [\"/bin\"]",
                "\"args\": [\"sleep\", \"100\"]|\"args\": [\"/bin/plain\"]",
                "\"PATH=/bin\"|\"PATH=/bin\", \"BAD\"",
                "\"terminal\": false|\"terminal\": true",
            })
    void aConfigurationThatCannotBe(String edit) throws IOException {
        write(List.of(edit.split("\\|")));
        same("create ID");
        assertThat(bundle.run("list", "-q").out()).isEmpty();
    }

    /** What both refuse, Sampan with the property's place. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"ipc\"}|{\"type\": \"ipc\"}, {\"type\": \"taste\"}",
                "{\"type\": \"ipc\"}|{\"type\": \"ipc\"}, {\"type\": \"ipc\"}",
                "{\"type\": \"ipc\"}|{\"type\": \"ipc\", \"path\": \"/nowhere\"}",
                "{\"type\": \"ipc\"}|{\"type\": \"ipc\", \"path\": \"/proc/self/ns/uts\"}",
                "\"path\": \"rootfs\"|\"path\": \"nowhere\"",
                "\"cwd\": \"/\"|\"cwd\": \"/\", \"rlimits\": [{\"type\": \"RLIMIT_TASTE\", \"hard\": 1, \"soft\": 1}]",
                "\"type\": \"tmpfs\"|\"type\": \"taste\"",
                "\"destination\": \"/proc\", \"type\": \"proc\", \"source\": \"proc\""
                        + "|\"destination\": \"/x\", \"type\": \"bind\", \"source\": \"/nowhere\", \"options\": [\"bind\"]",
                "\"namespaces\":|\"sysctl\": {\"kernel.core_pattern\": \"x\"}, \"namespaces\":",
                "\"namespaces\":|\"sysctl\": {\"nonsense\": \"x\"}, \"namespaces\":",
                "\"namespaces\":|\"rootfsPropagation\": \"taste\", \"namespaces\":",
                "\"namespaces\":|\"seccomp\": {\"defaultAction\": \"SCMP_ACT_TASTE\"}, \"namespaces\":",
                "{\"ociVersion\"|{{\"ociVersion\"",
                "\"root\": {\"path\": \"rootfs\"},|",
            })
    void aConfigurationThatNeitherTakes(String edit) throws IOException {
        write(List.of(edit.split("\\|", -1)));
        assertThat(runc("create", ID).code()).isEqualTo(1);
        Sampan.Result ours = bundle.run("create", ID);
        assertThat(ours.code()).as(ours.err()).isEqualTo(1);
        assertThat(ours.err()).contains("level=error msg=\"").doesNotContain("Exception");
        assertThat(bundle.run("list", "-q").out()).isEmpty();
    }

    /** The fields of runc's figures are all here; this host's kernel has some that runc does not show. */
    @Test
    void figuresHaveRuncsFields() throws IOException {
        become("running");
        JsonNode ours =
                JSON.readTree(bundle.run("events", "--stats", ID).succeeds().out());
        JsonNode runcs = JSON.readTree(runc("events", "--stats", ID).out());
        assertThat(fields("", ours)).containsAll(fields("", runcs));
    }

    private static TreeSet<String> fields(String path, JsonNode node) {
        TreeSet<String> all = new TreeSet<>();
        node.properties().forEach(field -> {
            String name = path + "/" + field.getKey();
            all.add(name);
            // What is below these depends on the host.
            if (!name.matches(".*/(raw|hugetlb|rdma|percpu.*)")) {
                all.addAll(fields(name, field.getValue()));
            }
        });
        return all;
    }

    @Test
    void listsAndStatesHaveRuncsForm() throws IOException {
        become("running");
        assertThat(form(bundle.run("list").out())).isEqualTo(form(runc("list").out()));
        assertThat(form(bundle.run("list", "-f", "json").out()))
                .isEqualTo(form(runc("list", "-f", "json").out()));
        assertThat(form(bundle.run("state", ID).out()))
                .isEqualTo(form(runc("state", ID).out()));
        assertThat(form(bundle.run("ps", ID).out()))
                .isEqualTo(form(runc("ps", ID).out()));
        assertThat(form(bundle.run("ps", "-f", "json", ID).out()))
                .isEqualTo(form(runc("ps", "-f", "json", ID).out()));
        assertThat(bundle.run("list", "-q").out()).isEqualTo(runc("list", "-q").out());
    }

    /** Without what differs from one container to the next. */
    private String form(String text) {
        return text.replace(bundle.folder() + "/runcs", "BUNDLE")
                .replace(bundle.folder().toString(), "BUNDLE")
                .replaceAll("\"ociVersion\": ?\"[^\"]*\"", "VERSION")
                .replaceAll("[0-9]{4}-[0-9-]+T[0-9:.]+Z", "TIME")
                .replaceAll("[0-9]{2}:[0-9]{2}(:[0-9]{2})?", "CLOCK")
                .replaceAll("[0-9]{2,}", "N")
                .replaceAll(" +", " ");
    }

    /** Resources as a file: the same numbers arrive in the same files. */
    @Test
    void updateReadsRuncsFiles() throws IOException {
        become("running");
        Path file = bundle.folder().resolve("resources.json");
        Files.writeString(file, """
                {"memory": {"limit": 134217728, "reservation": 67108864}, "pids": {"limit": 33},
                 "cpu": {"shares": 300, "quota": 30000, "period": 60000, "cpus": "0", "mems": "0"}}""");
        both("update", "-r", file.toString(), ID);
        if (Files.exists(Path.of("/sys/fs/cgroup/pids"))) {
            for (String name : List.of(
                    "memory/*/memory.limit_in_bytes",
                    "memory/*/memory.soft_limit_in_bytes",
                    "pids/*/pids.max",
                    "cpu/*/cpu.shares",
                    "cpu/*/cpu.cfs_quota_us",
                    "cpu/*/cpu.cfs_period_us",
                    "cpuset/*/cpuset.cpus",
                    "cpuset/*/cpuset.mems")) {
                Path ours = Path.of("/sys/fs/cgroup", name.replace("*", "sampan-runc/ours"));
                Path runcs = Path.of("/sys/fs/cgroup", name.replace("*", "sampan-runc/runcs"));
                assertThat(Files.readString(ours)).as(name).isEqualTo(Files.readString(runcs));
            }
        }
    }
}

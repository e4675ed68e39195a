package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A container in each state, one of runc's and one of Sampan's: the same call ends with the same code, the same line of the log, the same output. */
final class RuncStatesTest extends FreshPairTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private void become(String state) {
        pair.both("create", ID);
        if (!state.equals("created")) {
            pair.both("start", ID);
        }
        if (state.equals("paused")) {
            pair.both("pause", ID);
        }
        if (state.equals("stopped")) {
            pair.both("kill", ID, "KILL");
            await().until(() -> bundle.run("state", ID).out().contains("\"stopped\"")
                    && pair.runc("state", ID).out().contains("\"stopped\""));
        }
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
        pair.same(line);
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
        pair.same(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"start ID", "pause ID", "exec ID true", "kill ID TERM", "delete ID", "resume ID"})
    void aPausedContainer(String line) {
        become("paused");
        if (!line.startsWith("start")) {
            pair.same(line);
            return;
        }
        // The one is still waiting for its start when it is paused, runc's says the same of both.
        assertThat(bundle.run("start", ID).code())
                .isEqualTo(pair.runc("start", ID).code())
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
        pair.same(line);
    }

    /** What both refuse, in the same words. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"cwd\": \"/\"|\"cwd\": \"rel\"",
                "\"cwd\": \"/\"|\"cwd\": \"\"",
                "\"args\": [\"sleep\", \"1000\"]|\"args\": []",
                "\"args\": [\"sleep\", \"1000\"]|\"args\": [\"nope\"]",
                "\"args\": [\"sleep\", \"1000\"]|\"args\": [\"/bin\"]",
                "\"args\": [\"sleep\", \"1000\"]|\"args\": [\"/bin/plain\"]",
                "\"PATH=/bin\"|\"PATH=/bin\", \"BAD\"",
                "\"terminal\": false|\"terminal\": true",
            })
    void aConfigurationThatCannotBe(String edit) throws IOException {
        pair.write(List.of(edit.split("\\|")));
        pair.same("create ID");
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
        pair.write(List.of(edit.split("\\|", -1)));
        assertThat(pair.runc("create", ID).code()).isEqualTo(1);
        Sampan.Result ours = bundle.run("create", ID);
        assertThat(ours.code()).as(ours.err()).isEqualTo(1);
        assertThat(ours.err()).contains("level=error msg=\"").doesNotContain("Exception");
        assertThat(bundle.run("list", "-q").out()).isEmpty();
    }

    /** The fields of runc's figures are all here; this host's kernel has some that runc does not show. */
    @Test
    void figuresHaveRuncsFields() throws IOException {
        become("running");
        // A figure that is zero is left out.
        pair.both("exec", ID, "dd", "if=/dev/zero", "of=/cached", "bs=1M", "count=4");
        await().untilAsserted(() -> {
            JsonNode ours =
                    JSON.readTree(bundle.run("events", "--stats", ID).succeeds().out());
            JsonNode runcs = JSON.readTree(pair.runc("events", "--stats", ID).out());
            assertThat(fields("", runcs)).contains("/data/memory/cache");
            assertThat(fields("", ours)).containsAll(fields("", runcs));
        });
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
        assertThat(form(bundle.run("list").out()))
                .isEqualTo(form(pair.runc("list").out()));
        assertThat(form(bundle.run("list", "-f", "json").out()))
                .isEqualTo(form(pair.runc("list", "-f", "json").out()));
        assertThat(form(bundle.run("state", ID).out()))
                .isEqualTo(form(pair.runc("state", ID).out()));
        await().until(() -> bundle.run("ps", ID).out().contains("sleep 1000")
                && pair.runc("ps", ID).out().contains("sleep 1000"));
        assertThat(form(bundle.run("ps", ID).out()))
                .isEqualTo(form(pair.runc("ps", ID).out()));
        assertThat(form(bundle.run("ps", "-f", "json", ID).out()))
                .isEqualTo(form(pair.runc("ps", "-f", "json", ID).out()));
        assertThat(bundle.run("list", "-q").out())
                .isEqualTo(pair.runc("list", "-q").out());
    }

    /** Without what differs from one container to the next. */
    private String form(String text) {
        return text.replace(bundle.folder() + "/runcs", "BUNDLE")
                .replace(bundle.folder().toString(), "BUNDLE")
                .replaceAll("\"ociVersion\": ?\"[^\"]*\"", "VERSION")
                .replaceAll("[0-9]{4}-[0-9-]+T[0-9:.]+Z", "TIME")
                .replaceAll("[0-9]{2}:[0-9]{2}(:[0-9]{2})?", "CLOCK")
                .replaceAll("[0-9]+", "N")
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
        pair.both("update", "-r", file.toString(), ID);
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

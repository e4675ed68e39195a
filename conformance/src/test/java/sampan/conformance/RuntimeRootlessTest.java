package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Callers who are not root: {@code spec --rootless} makes a bundle that runs, in a user namespace of its own and without cgroups. */
@ExtendWith(LeakCheck.class)
final class RuntimeRootlessTest {
    private static final String USER = "4242";

    private RuntimeBundle bundle;

    @BeforeEach
    void makeBundle() throws IOException {
        bundle = new RuntimeBundle(Path.of("/nonexistent"));
        bundle.applet("head");
        assertThat(call(List.of(
                                "chown",
                                "-R",
                                USER + ":" + USER,
                                bundle.folder().toString()))
                        .code())
                .isZero();
        assumeTrue(as("test", "-x", Sampan.binary().toString()).code() == 0, "the build is not for all to see");
        assumeTrue(as("unshare", "-U", "true").code() == 0, "user namespaces are for root only here");
    }

    @AfterEach
    void removeBundle() throws IOException {
        bundle.close();
    }

    private Sampan.Result as(String... words) {
        List<String> line =
                new ArrayList<>(List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", "--"));
        line.addAll(List.of(words));
        return call(line);
    }

    private Sampan.Result call(List<String> line) {
        try {
            // Files, as a container keeps its creator's.
            Path out = Files.createTempFile("rootless", "out");
            Path err = Files.createTempFile("rootless", "err");
            Process process = new ProcessBuilder(line)
                    .directory(bundle.folder().toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            Sampan.Result result = new Sampan.Result(process.waitFor(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            return result;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private Sampan.Result runtime(String... arguments) {
        return as(bundle.command(List.of(), arguments).command().toArray(String[]::new));
    }

    private void spec(String... program) throws IOException {
        runtime("spec", "--rootless").succeeds();
        bundle.edit(text -> text.replace("\"terminal\": true", "\"terminal\": false")
                .replaceFirst(
                        "(?s)\"args\": \\[.*?]",
                        "\"args\": [\"" + String.join("\", \"", program).replace("$", "\\$") + "\"]"));
    }

    @Test
    void whatSpecWritesRuns() throws IOException {
        spec("sh", "-c", "id -u; cat /proc/self/uid_map; ls /sys | head -1; cat /dev/null && echo device");
        assertThat(runtime("run", "c").succeeds().out()).matches("0\n +0 +" + USER + " +1\nblock\ndevice\n");
    }

    @Test
    void aContainerLivesAndEndsByItsOwnersCommands() throws IOException {
        spec("sleep", "100");
        runtime("create", "c").succeeds();
        runtime("start", "c").succeeds();
        assertThat(runtime("state", "c").out()).contains("\"status\": \"running\"");
        assertThat(runtime("exec", "c", "id", "-u").succeeds().out()).isEqualTo("0\n");
        assertThat(runtime("exec", "c", "sh", "-c", "exit 3").code()).isEqualTo(3);
        runtime("delete", "--force", "c").succeeds();
        assertThat(bundle.state()).isEmptyDirectory();
    }

    @Test
    void limitsThatNobodyCanSetAreAnError() throws IOException {
        spec("true");
        bundle.edit(text -> text.replace("\"linux\": {", "\"linux\": {\"resources\": {\"pids\": {\"limit\": 5}},"));
        Sampan.Result limited = runtime("run", "c");
        assertThat(limited.code()).isEqualTo(1);
        assertThat(limited.err())
                .contains("rootless needs no limits + no cgrouppath when no permission is granted for cgroups: ");
        specWith("\"cgroupsPath\": \"/mine\",");
        assertThat(runtime("run", "c").err()).contains("rootless needs no limits + no cgrouppath");
        assertThat(bundle.state()).isEmptyDirectory();
    }

    private void specWith(String linux) throws IOException {
        Files.delete(bundle.folder().resolve("config.json"));
        spec("true");
        bundle.edit(text -> text.replace("\"linux\": {", "\"linux\": {" + linux));
    }

    @Test
    void groupsThatNobodyCanSetAreAnError() throws IOException {
        spec("true");
        bundle.edit(text -> text.replace("\"gid\": 0", "\"gid\": 0, \"additionalGids\": [7]"));
        assertThat(runtime("run", "c").err()).contains("cannot set any additional groups in a rootless container");
    }

    @Test
    void rootOfAUserNamespaceRunsContainersThatHaveNone() throws IOException {
        spec("sh", "-c", "id -u; cat /dev/null && echo device");
        withoutUserNamespace();
        List<String> line = new ArrayList<>(List.of("unshare", "-Urm", "--"));
        line.addAll(bundle.command(List.of(), "run", "c").command());
        assertThat(as(line.toArray(String[]::new)).succeeds().out()).isEqualTo("0\ndevice\n");
    }

    /** As podman asks for it on hosts with version 1, where it gives no cgroup namespace. */
    @Test
    void withoutACgroupNamespaceTheHostsCgroupsAreSeenAndNotWritten() throws IOException {
        spec("sh", "-c", "ls /cgroups; mkdir /cgroups/x || echo read only");
        bundle.edit(text -> text.replaceFirst(",\\s*\\{\\s*\"type\": \"cgroup\"\\s*}", "")
                .replace(
                        "\"mounts\": [",
                        "\"mounts\": [{\"destination\": \"/cgroups\", \"type\": \"cgroup\", \"source\": \"cgroup\"},"));
        List<String> own = List.of(Path.of("/sys/fs/cgroup").toFile().list());
        assertThat(runtime("run", "c").succeeds().out().lines())
                .containsAll(own)
                .endsWith("read only");
        withoutUserNamespace();
        List<String> line = new ArrayList<>(List.of("unshare", "-Urm", "--"));
        line.addAll(bundle.command(List.of(), "run", "c").command());
        assertThat(as(line.toArray(String[]::new)).succeeds().out().lines())
                .containsAll(own)
                .endsWith("read only");
    }

    private void withoutUserNamespace() throws IOException {
        bundle.edit(text -> text.replaceFirst("(?s)\"uidMappings\": \\[.*?],", "")
                .replaceFirst("(?s)\"gidMappings\": \\[.*?],", "")
                .replaceFirst(",\\s*\\{\\s*\"type\": \"user\"\\s*}", ""));
    }

    /** The flag of the same name, said by root: only a wrong word matters, as root may make cgroups. */
    @Test
    void theGlobalFlagTakesWhatRuncsTakes() throws IOException {
        bundle.runs("true");
        for (String word : List.of("true", "false", "auto", "1", "F")) {
            bundle.runWith(List.of("--rootless", word), "run", "c").succeeds();
        }
        bundle.runWith(List.of("--rootless=maybe"), "list").succeeds();
    }

    @Test
    void withTheFlagOffNobodyGoesWithoutCgroups() throws IOException {
        spec("true");
        List<String> line =
                bundle.command(List.of("--rootless", "false"), "run", "c").command();
        assertThat(as(line.toArray(String[]::new)).code()).isEqualTo(1);
        List<String> wrong =
                bundle.command(List.of("--rootless", "maybe"), "run", "c").command();
        assertThat(as(wrong.toArray(String[]::new)).err())
                .contains("strconv.ParseBool: parsing \\\"maybe\\\": invalid syntax");
    }
}

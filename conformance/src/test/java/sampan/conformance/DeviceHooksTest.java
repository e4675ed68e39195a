package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Devices whose specifications (CDI) name hooks: programs to run around a container's life. */
final class DeviceHooksTest extends EngineTest {
    private static final String NOTE = """
        #!/bin/sh
        state=$(cat)
        echo "$1 $(readlink /proc/self/ns/mnt) $state" >> %s/notes
        """;

    private static final String THINGS = """
        cdiVersion: "0.7.0"
        kind: test.org/hook
        devices:
          - name: all
            containerEdits:
              hooks:
                - {hookName: prestart, path: %1$s/note, args: [note, prestart]}
                - {hookName: createRuntime, path: %1$s/note, args: [note, createRuntime]}
                - {hookName: createContainer, path: %1$s/link, env: ["PATH=/bin:/usr/bin", "MADE=a device's"]}
                - {hookName: startContainer, path: /bin/sh, args: [sh, -c, "cat > /started"]}
                - {hookName: poststart, path: %1$s/note, args: [note, poststart]}
                - {hookName: poststop, path: %1$s/note, args: [note, poststop]}
          - {name: failing, containerEdits: {hooks: [
              {hookName: createContainer, path: /bin/sh, args: [sh, -c, "echo out; echo err >&2; exit 3"]},
              {hookName: poststop, path: %1$s/note, args: [note, poststop]}]}}
          - {name: outside, containerEdits: {hooks: [{hookName: createRuntime, path: /bin/sh, args: [sh, -c, "kill -9 $$"]}]}}
          - {name: inside, containerEdits: {hooks: [{hookName: startContainer, path: /bin/false}]}}
          - {name: late, containerEdits: {hooks: [
              {hookName: poststart, path: /bin/false},
              {hookName: poststop, path: %1$s/note, args: [note, poststop]}]}}
          - {name: slow, containerEdits: {hooks: [{hookName: createContainer, path: /bin/sleep, args: [sleep, "600"], timeout: 1}]}}
          - {name: absent, containerEdits: {hooks: [{hookName: createContainer, path: /bin/no-such-hook}]}}
          - {name: unseen, containerEdits: {hooks: [{hookName: startContainer, path: %1$s/note}]}}
        """;

    /** As a vendor's hook does: it finds the root through the bundle that its state names. */
    private static final String LINK = """
        #!/bin/sh
        bundle=$(sed 's/.*"bundle":"\\([^"]*\\)".*/\\1/')
        root=$(sed -n 's/.*"path" : "\\(.*rootfs\\)".*/\\1/p' $bundle/config.json)
        echo "$MADE" > $root/etc/made && ln -s lib.so.1 $root/etc/lib.so && [ "$(pwd -P)" = "$root" ]
        """;

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    void describe() throws IOException {
        Path specifications = Files.createDirectory(folder.resolve("cdi"));
        Files.writeString(specifications.resolve("hook.yaml"), THINGS.formatted(folder));
        program("note", NOTE.formatted(folder));
        program("link", LINK);
        sampan().start(
                        "--data-root",
                        sampan().dataRoot().toString(),
                        "--exec-root",
                        sampan().execRoot().toString(),
                        "daemon",
                        "--cdi-spec-dir",
                        specifications.toString());
        await().until(() -> Files.exists(sampan().execRoot().resolve("front.sock")));
    }

    private static void program(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
        assertThat(folder.resolve(name).toFile().setExecutable(true)).isTrue();
    }

    @BeforeEach
    void forget() throws IOException {
        Files.writeString(folder.resolve("notes"), "");
    }

    private static List<String> notes() throws IOException {
        return Files.readAllLines(folder.resolve("notes"));
    }

    @Test
    void hooksOfAllKindsRunInTheirOrderWithTheContainersState() throws IOException {
        Sampan.Result result = sampan().run(
                        "run",
                        "--name",
                        "hooked",
                        "--device",
                        "test.org/hook=all",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "cat /etc/made /started; readlink /etc/lib.so");
        String id = sampan().run("inspect", "-f", "{{.Id}}", "hooked").line();
        sampan().run("rm", "hooked").succeeds();
        String bundle = sampan().execRoot() + "/containers/" + id;
        assertThat(result.succeeds().out())
                .isEqualTo("a device's\n{\"ociVersion\":\"1.2.1\",\"id\":\"" + id
                        + "\",\"status\":\"created\",\"pid\":1,\"bundle\":\"" + bundle + "\"}lib.so.1\n");
        await().untilAsserted(() -> assertThat(notes()).hasSize(4));
        String host = Files.readSymbolicLink(Path.of("/proc/self/ns/mnt")).toString();
        assertThat(notes()).allSatisfy(note -> assertThat(note).contains(" " + host + " {", id, bundle));
        assertThat(notes().stream().map(note -> note.substring(0, note.indexOf(' '))))
                .containsExactly("prestart", "createRuntime", "poststart", "poststop");
        assertThat(notes().getFirst()).contains("\"status\":\"creating\",\"pid\":");
        assertThat(notes().getLast()).contains("\"status\":\"stopped\",\"bundle\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "failing | error during container init: error running createContainer hook #0: exit status 3, stdout: out",
                "outside | error during container init: error running createRuntime hook #0: signal: killed, stdout: , stderr: ",
                "inside  | error running startContainer hook #0: exit status 1, stdout: , stderr: ",
                "late    | error running poststart hook #0: exit status 1, stdout: , stderr: ",
                "slow    | error during container init: error running createContainer hook #0: hook ran past specified timeout of 1.0s",
                "absent  | error during container init: error running createContainer hook #0: fork/exec /bin/no-such-hook: no such file or directory",
                "unseen  | error running startContainer hook #0: fork/exec",
            })
    void aHookThatFailsIsTheContainersFailure(String device, String sentence) {
        Sampan.Result result =
                sampan().run("run", "--name", "failed", "--device", "test.org/hook=" + device, BUSYBOX, "echo", "ran");
        try {
            assertThat(result.code()).isBetween(125, 127);
            assertThat(result.out().replace("ran\n", device.equals("late") ? "" : "ran\n"))
                    .isEmpty();
            assertThat(result.err()).contains("unable to start container process: " + sentence);
        } finally {
            sampan().run("rm", "-f", "failed").succeeds();
        }
    }

    @Test
    void aContainerWhosePoststartHookFailsIsDestroyedOnce() throws IOException {
        Sampan.Result result = sampan().run(
                        "run", "--rm", "--name", "once", "--device", "test.org/hook=late", BUSYBOX, "sleep", "100");
        assertThat(result.code()).isEqualTo(125);
        await().untilAsserted(() -> assertThat(notes()).hasSize(1));
        assertThat(notes().getFirst()).startsWith("poststop ");
        await().until(() -> told(Instant.now()).contains("once destroy"));
        assertThat(told(Instant.now().plusSeconds(1)).stream().filter("once destroy"::equals))
                .hasSize(1);
    }

    private List<String> told(Instant until) {
        String soon = Long.toString(until.getEpochSecond());
        return sampan().run(
                        "events", "--since", "0", "--until", soon, "--format", "{{.Actor.Attributes.name}} {{.Action}}")
                .succeeds()
                .out()
                .lines()
                .toList();
    }

    @Test
    void whatFailsBeforeAnyHookIsSaidAsWithoutHooks() throws IOException {
        Sampan.Result result = sampan().run(
                        "run", "--rm", "--device", "test.org/hook=all", "--tmpfs", "/x:size=nonsense", BUSYBOX, "true");
        assertThat(result.err())
                .isEqualTo(sampan().run("run", "--rm", "--tmpfs", "/x:size=nonsense", BUSYBOX, "true")
                        .err());
        assertThat(notes()).isEmpty();
    }

    @Test
    void whatAContainerHadIsTakenBackWhenAHookFails() throws IOException {
        assertThat(sampan().run("run", "--rm", "--device", "test.org/hook=failing", BUSYBOX, "true")
                        .code())
                .isEqualTo(125);
        await().untilAsserted(
                        () -> assertThat(notes()).singleElement().asString().startsWith("poststop "));
        await().untilAsserted(() -> assertThat(sampan().run("ps", "-aq").out()).isEmpty());
    }
}

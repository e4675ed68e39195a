package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** config.md#posix-platform-hooks: when each hook runs, where, with what, and what its failure does. */
final class RuntimeHooksTest extends EngineTest {
    private static final List<String> KINDS =
            List.of("prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop");
    private static final List<String> OTHER_TOOLS = List.of("sed", "readlink", "mount", "mkdir", "grep");

    private RuntimeBundle bundle;

    @BeforeEach
    void makeBundle() throws IOException {
        sampan().run("version").succeeds();
        make(sampan().execRoot());
    }

    private void make(Path execRoot) throws IOException {
        bundle = new RuntimeBundle(execRoot);
        for (String tool : OTHER_TOOLS) {
            bundle.applet(tool);
        }
        script("hook", "echo $1 $(sed 's/.*\"status\":\"\\([a-z]*\\)\".*/\\1/') >> order");
        bundle.runs("sleep", "100");
    }

    @AfterEach
    void removeBundle() throws IOException {
        bundle.close();
    }

    /** Inside the root as well as beside it; "order" is a file of the folder that the script runs in, or of the root. */
    private void script(String name, String text) throws IOException {
        for (String place : List.of("", "rootfs/bin/")) {
            Path file = bundle.folder().resolve(place + name);
            Files.writeString(file, "#!/bin/sh\n" + text + "\n");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private String hook(String kind, String name, String... more) {
        String path = kind.equals("startContainer") ? "/bin/" + name : bundle.folder() + "/" + name;
        return "\"" + kind + "\": [{\"path\": \"" + path + "\", \"args\": [\"hook\", \"" + kind
                + "\"], \"env\": [\"PATH=/bin:/usr/bin\", \"A=b\"]" + String.join("", more) + "}]";
    }

    private void hooks(String... hooks) throws IOException {
        Path config = bundle.folder().resolve("config.json");
        String text = Files.readString(config);
        Files.writeString(config, "{\"hooks\": {" + String.join(", ", hooks) + "}, " + text.substring(1));
    }

    private void allHooks(String failing, String name, String... more) throws IOException {
        hooks(KINDS.stream()
                .map(kind -> kind.equals(failing) ? hook(kind, name, more) : hook(kind, "hook"))
                .toArray(String[]::new));
    }

    /** Those outside wrote to the bundle, createContainer in the root it has as its folder, startContainer in the container. */
    private List<String> order() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String place : List.of("order", "rootfs/order")) {
            Path file = bundle.folder().resolve(place);
            if (Files.exists(file)) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private String all(String file) throws IOException {
        return Files.readString(bundle.folder().resolve(file));
    }

    @Test
    void everyHookRunsOnceInItsPlaceWithTheStatusOfThatMoment() throws IOException {
        allHooks("", "");
        bundle.run("create", "h").succeeds();
        assertThat(order()).containsExactly("prestart creating", "createRuntime creating", "createContainer creating");
        bundle.run("start", "h").succeeds();
        assertThat(order())
                .containsExactly(
                        "prestart creating",
                        "createRuntime creating",
                        "poststart running",
                        "createContainer creating",
                        "startContainer created");
        bundle.run("delete", "--force", "h").succeeds();
        assertThat(all("order")).endsWith("poststart running\npoststop stopped\n");
    }

    @Test
    void runInTheForegroundRunsThemAllByItselfAsWell() throws IOException {
        bundle.close();
        make(Path.of("/nowhere/no-engine"));
        bundle.runs("echo", "done");
        allHooks("", "");
        assertThat(bundle.run("run", "h").succeeds().out()).isEqualTo("done\n");
        assertThat(all("order"))
                .isEqualTo("prestart creating\ncreateRuntime creating\npoststart running\npoststop stopped\n");
        assertThat(all("rootfs/order")).isEqualTo("createContainer creating\nstartContainer created\n");
    }

    @Test
    void theStateOnStdinHasThePidThatTheHookCanUse() throws IOException {
        script("telling", "sed 's/$/,/' > state.$1");
        hooks(KINDS.stream().map(kind -> hook(kind, "telling")).toArray(String[]::new));
        Path pidFile = bundle.folder().resolve("pid");
        bundle.run("create", "--pid-file", pidFile.toString(), "h").succeeds();
        bundle.run("start", "h").succeeds();
        bundle.run("delete", "--force", "h").succeeds();
        String pid = Files.readString(pidFile);
        String format = "{\"ociVersion\":\"1.0.2\",\"id\":\"h\",\"status\":\"%s\",%s\"bundle\":\"" + bundle.folder()
                + "\",\"annotations\":{\"kind\":\"test\"}},";
        assertThat(all("state.prestart")).isEqualTo(format.formatted("creating", "\"pid\":" + pid + ","));
        assertThat(all("state.poststart")).isEqualTo(format.formatted("running", "\"pid\":" + pid + ","));
        assertThat(all("state.poststop")).isEqualTo(format.formatted("stopped", ""));
        assertThat(all("rootfs/state.createContainer")).isEqualTo(format.formatted("creating", "\"pid\":1,"));
        assertThat(all("rootfs/state.startContainer")).isEqualTo(format.formatted("created", "\"pid\":1,"));
    }

    @Test
    void runtimeHooksRunWhereTheCallerIsAndContainerHooksInTheContainer() throws IOException {
        script("where", "for n in mnt net pid; do readlink /proc/self/ns/$n; done > where.$1");
        hooks(KINDS.stream().map(kind -> hook(kind, "where")).toArray(String[]::new));
        List<String> line = new ArrayList<>(List.of("unshare", "-m", "--"));
        line.addAll(bundle.command(List.of(), "create", "h").command());
        assertThat(runs(line)).isZero();
        String caller = all("where.createRuntime");
        assertThat(caller.lines().skip(1).toList()).isEqualTo(namespaces("self").subList(1, 3));
        assertThat(caller.lines().findFirst().orElseThrow())
                .isNotEqualTo(namespaces("self").getFirst());
        String pid = bundle.run("state", "h").out().replaceAll("(?s).*\"pid\": ([0-9]+).*", "$1");
        List<String> inside = namespaces(pid);
        assertThat(all("rootfs/where.createContainer").lines().toList()).isEqualTo(inside);
        bundle.run("start", "h").succeeds();
        assertThat(all("rootfs/where.startContainer").lines().toList()).isEqualTo(inside);
        assertThat(all("where.poststart").lines().toList()).isEqualTo(namespaces("self"));
    }

    private int runs(List<String> line) throws IOException {
        try {
            return new ProcessBuilder(line)
                    .directory(bundle.folder().toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> namespaces(String pid) throws IOException {
        List<String> names = new ArrayList<>();
        for (String name : List.of("mnt", "net", "pid")) {
            names.add(Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/" + name))
                    .toString());
        }
        return names;
    }

    @Test
    void aHookHasItsOwnArgumentsAndEnvironmentAndNoDescriptorsButThree() throws IOException {
        script(
                "what",
                "{ echo $0 \"$@\"; tr '\\0' ' ' < /proc/self/environ; echo; echo /proc/self/fd/*; umask; } > what.$1");
        bundle.applet("tr");
        hooks(KINDS.stream().map(kind -> hook(kind, "what")).toArray(String[]::new));
        bundle.run("create", "h").succeeds();
        bundle.run("start", "h").succeeds();
        for (String file : List.of("what.prestart", "what.poststart", "rootfs/what.createContainer")) {
            assertThat(all(file))
                    .contains(bundle.folder() + "/what ")
                    .contains("A=b ")
                    .doesNotContain("HOME=");
            assertThat(all(file)).endsWith("0022\n").doesNotContain("/fd/4");
        }
        assertThat(all("rootfs/what.startContainer")).contains("A=b ").doesNotContain("/fd/4");
    }

    @Test
    void aMountThatAHookMakesBelowTheRootIsInTheContainer() throws IOException {
        script("mounting", "mkdir -p mnt && mount -t tmpfs hooked mnt && echo hello > mnt/file");
        bundle.runs("cat", "/mnt/file");
        hooks(hook("createContainer", "mounting"));
        assertThat(bundle.run("run", "h").succeeds().out()).isEqualTo("hello\n");
        assertThat(bundle.folder().resolve("rootfs/mnt")).isEmptyDirectory();
    }

    @Test
    void theRootIsAtItsPathForHooksOfAUserNamespaceToo() throws IOException {
        bundle.config(
                "\"terminal\": false",
                "\"uidMappings\": [{\"containerID\": 0, \"hostID\": 100000, \"size\": 65536}],"
                        + "\"gidMappings\": [{\"containerID\": 0, \"hostID\": 100000, \"size\": 65536}],",
                "sh",
                "-c",
                "cat /proc/self/mountinfo");
        Path config = bundle.folder().resolve("config.json");
        Files.writeString(
                config,
                Files.readString(config).replace("{\"type\": \"pid\"}", "{\"type\": \"pid\"}, {\"type\": \"user\"}"));
        Files.setPosixFilePermissions(bundle.folder(), PosixFilePermissions.fromString("rwx-----x"));
        script("mounting", "mount -t tmpfs hooked etc");
        assertThat(runs(List.of("chown", "-R", "100000:100000", bundle.folder() + "/rootfs")))
                .isZero();
        hooks(hook("createContainer", "mounting"));
        assertThat(bundle.run("run", "h").succeeds().out()).contains(" /etc ");
    }

    @Test
    void aFailedHookOfTheCreationTakesTheContainerAwayAndPoststopRuns() throws IOException {
        script("failing", "echo $1 >> order; echo some output; echo some error >&2; exit 3");
        for (String kind : KINDS.subList(0, 3)) {
            bundle.runs("sleep", "100");
            allHooks(kind, "failing");
            Sampan.Result created = bundle.run("create", "h");
            assertThat(created.code()).isEqualTo(1);
            assertThat(created.err())
                    .contains("runc create failed: unable to start container process: error during container init: "
                            + "error running " + kind
                            + " hook #0: exit status 3, stdout: some output\\n, stderr: some error\\n");
            assertThat(bundle.state()).isEmptyDirectory();
            assertThat(Path.of("/sys/fs/cgroup/memory/h")).doesNotExist();
            assertThat(order()).contains(kind, "poststop stopped").noneMatch(line -> line.startsWith("startContainer"));
            Files.deleteIfExists(bundle.folder().resolve("order"));
            Files.deleteIfExists(bundle.folder().resolve("rootfs/order"));
        }
    }

    @Test
    void aFailedHookOfTheStartTakesTheContainerAwayAndPoststopRuns() throws IOException {
        script("failing", "echo $1 >> order; kill -9 $$");
        for (String kind : KINDS.subList(3, 5)) {
            bundle.runs("sleep", "100");
            allHooks(kind, "failing");
            bundle.run("create", "h").succeeds();
            Sampan.Result started = bundle.run("start", "h");
            assertThat(started.code()).isEqualTo(1);
            assertThat(started.err())
                    .contains("error running " + kind + " hook #0: signal: killed, stdout: , stderr: ");
            assertThat(bundle.state()).isEmptyDirectory();
            assertThat(order()).contains(kind, "poststop stopped");
            Files.deleteIfExists(bundle.folder().resolve("order"));
            Files.deleteIfExists(bundle.folder().resolve("rootfs/order"));
        }
    }

    @Test
    void aFailedPoststopHookIsAWarningAndTheOthersRun() throws IOException {
        script("failing", "exit 3");
        hooks(("\"poststop\": [{\"path\": \"%s/failing\"}, {\"path\": \"/nowhere\"}, {\"path\": \"%s/hook\","
                        + " \"args\": [\"hook\", \"last\"], \"env\": [\"PATH=/bin:/usr/bin\"]}]")
                .formatted(bundle.folder(), bundle.folder()));
        bundle.run("create", "h").succeeds();
        Sampan.Result deleted = bundle.run("delete", "h").succeeds();
        assertThat(deleted.err().lines().toList()).hasSize(2).allMatch(line -> line.contains("level=warning"));
        assertThat(deleted.err())
                .contains("error running poststop hook #0: exit status 3")
                .contains("error running poststop hook #1: fork/exec /nowhere: no such file or directory");
        assertThat(order()).containsExactly("last stopped");
    }

    @Test
    void aHookThatTakesLongerThanItsTimeoutIsKilled() throws IOException {
        script("hanging", "sleep 1000");
        for (String kind : List.of("createRuntime", "createContainer")) {
            bundle.runs("sleep", "100");
            hooks(hook(kind, "hanging", ", \"timeout\": 1"));
            assertThat(bundle.run("create", "h").err())
                    .contains("error running " + kind + " hook #0: hook ran past specified timeout of 1.0s");
        }
        bundle.runs("sleep", "100");
        hooks(hook("startContainer", "hanging", ", \"timeout\": 1"));
        bundle.run("create", "h").succeeds();
        assertThat(bundle.run("start", "h").err()).contains("hook ran past specified timeout of 1.0s");
        bundle.runs("sleep", "100");
        hooks(hook("startContainer", "hook", ", \"timeout\": 60"));
        bundle.run("create", "h").succeeds();
        bundle.run("start", "h").succeeds();
    }

    @Test
    void aHookThatIsNotThereSaysSo() throws IOException {
        for (String kind : List.of("prestart", "createContainer")) {
            bundle.runs("sleep", "100");
            hooks("\"" + kind + "\": [{\"path\": \"/nowhere\"}]");
            assertThat(bundle.run("create", "h").err())
                    .contains("error running " + kind + " hook #0: fork/exec /nowhere: no such file or directory");
        }
        bundle.runs("sleep", "100");
        hooks("\"startContainer\": [{\"path\": \"" + bundle.folder() + "/hook\"}]");
        bundle.run("create", "h").succeeds();
        assertThat(bundle.run("start", "h").err())
                .contains("error running startContainer hook #0: fork/exec " + bundle.folder()
                        + "/hook: no such file or directory");
    }

    @Test
    void aHookMayAskTheRuntimeOfItsContainer() throws IOException {
        String asking = String.join(" ", bundle.command(List.of(), "state", "h").command());
        script("asking", asking + " | grep -q '\"status\": \"'");
        bundle.runs("sleep", "100");
        hooks(hook("createRuntime", "asking"), hook("poststart", "asking"));
        bundle.run("create", "h").succeeds();
        bundle.run("start", "h").succeeds();
    }

    @Test
    void aHookThatCannotBeIsRefusedBeforeAnythingIsMade() throws IOException {
        bundle.runs("sleep", "100");
        hooks("\"poststop\": [{\"path\": \"relative\"}]");
        assertThat(bundle.run("create", "h").err()).contains("hooks.poststop[0].path: must be absolute");
        bundle.runs("sleep", "100");
        hooks("\"prestart\": [{\"path\": \"/bin/true\"}, {\"path\": \"/bin/true\", \"timeout\": 0}]");
        assertThat(bundle.run("create", "h").err()).contains("hooks.prestart[1].timeout: must be greater than zero");
    }
}

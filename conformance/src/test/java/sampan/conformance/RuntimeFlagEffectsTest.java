package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What flags of runc and crun do, where no other test is about it. */
final class RuntimeFlagEffectsTest extends RuntimeTest {
    private static final String CGROUP = "/sampan-flag-effects";

    /** Where this test is itself, as a container without a cgroup of its own is too. */
    private static String own() throws IOException {
        return Files.readString(Path.of("/proc/self/cgroup"));
    }

    private static List<Path> made() {
        return List.of("", "memory", "pids", "systemd", "unified").stream()
                .map(hierarchy -> Path.of("/sys/fs/cgroup", hierarchy, CGROUP))
                .filter(Files::isDirectory)
                .toList();
    }

    @Test
    void aBundlesConfigurationMayHaveAnotherName() throws IOException {
        bundle.runs("echo", "from the other file");
        Path config = bundle.folder().resolve("config.json");
        Files.move(config, config.resolveSibling("other.json"));
        assertThat(bundle.run("run", "c").err()).contains("config.json");
        assertThat(bundle.run("run", "--config", "other.json", "c").succeeds().out())
                .isEqualTo("from the other file\n");
        bundle.run("create", "-f", "other.json", "c").succeeds();
        bundle.run("delete", "--force", "c").succeeds();
        assertThat(bundle.run("run", "--config", "third.json", "c").err()).contains("third.json");
    }

    @Test
    void theManagerOfCgroupsIsChosenAndMayBeNone() throws IOException {
        // In the caller's cgroup namespace, to see where it is.
        String namespace = ", *\\{\"type\": \"cgroup\"\\}";
        bundle.cgroup(CGROUP).runs("cat", "/proc/self/cgroup").edit(text -> text.replaceFirst(namespace, ""));
        assertThat(bundle.runWith(List.of("--cgroup-manager", "cgroupfs"), "run", "c")
                        .succeeds()
                        .out())
                .contains(":" + CGROUP + "\n");
        assertThat(bundle.runWith(List.of("--cgroup-manager", "disabled"), "run", "c")
                        .succeeds()
                        .out())
                .doesNotContain(CGROUP)
                .isEqualTo(own());
        assertThat(made()).isEmpty();
        Sampan.Result unknown = bundle.runWith(List.of("--cgroup-manager", "nobody"), "run", "c");
        assertThat(unknown.code()).isEqualTo(1);
        assertThat(unknown.err()).contains("nobody");
    }

    @Test
    void aPausedContainerIsEnteredWhenAskedForAndGoesOnWithTheOthers() throws Exception {
        bundle.cgroup(CGROUP).runs("sleep", "100");
        bundle.run("run", "-d", "c").succeeds();
        try {
            bundle.run("pause", "c").succeeds();
            assertThat(bundle.run("exec", "c", "true").err()).contains("use --ignore-paused to override");
            Process exec = bundle.command(List.of(), "exec", "--ignore-paused", "c", "touch", "/entered")
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(exec.waitFor(1, TimeUnit.SECONDS)).as("it stands still").isFalse();
            assertThat(bundle.folder().resolve("rootfs/entered")).doesNotExist();
            bundle.run("resume", "c").succeeds();
            assertThat(exec.waitFor(Sampan.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(exec.exitValue()).isZero();
            assertThat(bundle.folder().resolve("rootfs/entered")).exists();
        } finally {
            bundle.run("delete", "--force", "c").succeeds();
        }
    }

    @Test
    void theRootIsChangedWithoutPivotRootWhereThatIsNotWanted() throws IOException {
        bundle.runs("ls", "/");
        assertThat(calls()).contains("pivot_root(\".\", \".\")").doesNotContain("chroot(");
        assertThat(calls("--no-pivot")).contains("chroot(\".\")").doesNotContain("pivot_root(");
    }

    /** The calls of the launch that change its root. */
    private String calls(String... flags) throws IOException {
        Path trace = bundle.folder().resolve("trace");
        List<String> line = new ArrayList<>(List.of(
                "strace", "-f", "-qq", "-e", "trace=pivot_root,chroot", "-e", "signal=none", "-o", trace.toString()));
        line.addAll(bundle.command(List.of(), "run").command());
        line.addAll(List.of("--bundle", bundle.folder().toString()));
        line.addAll(List.of(flags));
        line.add("c");
        Sampan.Result result = ManagersTest.run(line);
        assertThat(result.succeeds().out()).contains("bin\n", "proc\n");
        return Files.readString(trace);
    }

    @Test
    void anExecHasTheGroupsThatAreAdded() throws IOException {
        bundle.runs("sleep", "100");
        bundle.run("run", "-d", "c").succeeds();
        assertThat(bundle.run("exec", "--additional-gids", "7", "--additional-gids", "9", "c", "id", "-G")
                        .succeeds()
                        .line())
                .isEqualTo("0 7 9");
        bundle.run("delete", "--force", "c").succeeds();
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine that nobody started: it comes with the first command, goes when nothing needs it, and makes way for another build's. */
final class OnDemandTest extends EngineTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    @AfterEach
    void removeContainers() {
        sampan().run("ps", "-aq").line().lines().forEach(id -> sampan().run("rm", "-f", id));
    }

    @Test
    void anIdleEngineEndsAndTheNextOneFindsTheRunningContainer() throws Exception {
        String id =
                sampan().run("run", "-d", BUSYBOX, "sleep", "1000").succeeds().line();
        endEngineByHand();
        Process engine = sampan().start("daemon", "--on-demand", "--idle-timeout", "1");

        assertThat(Patience.ends(engine)).isTrue();

        assertThat(engine.exitValue()).isZero();
        assertThat(socket()).doesNotExist();
        assertThat(sampan().run("ps", "-q", "--no-trunc").succeeds().line()).isEqualTo(id);
    }

    @Test
    void twentyFirstCommandsAtOnceStartOneEngine() throws Exception {
        try (Sampan empty = Sampan.fresh()) {
            List<Process> fronts = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                fronts.add(empty.start("ps", "--format", "json", "-a"));
            }
            for (Process front : fronts) {
                assertThat(front.inputReader().readAllAsString()).isEmpty();
                assertThat(Patience.ends(front)).isTrue();
                assertThat(front.exitValue()).isZero();
            }
            assertThat(startsIn(empty)).isEqualTo(1);
        }
    }

    @Test
    void aFirstCommandThatIsKilledLeavesItsEngineToTheNext() throws Exception {
        try (Sampan empty = Sampan.fresh()) {
            Process first = empty.start("ps", "-aq");
            await().until(() -> empty.engine().isPresent());
            first.destroyForcibly().waitFor();

            assertThat(empty.run("ps", "-aq").succeeds().line()).isEmpty();

            assertThat(startsIn(empty)).isEqualTo(1);
        }
    }

    /** Engines that came to life; one that finds another says so. */
    private static long startsIn(Sampan sampan) throws IOException {
        Path log = sampan.execRoot().resolve("engine.log");
        await().until(() -> Files.readString(log).contains("takes commands"));
        assertThat(log).content().doesNotContain("another engine");
        try (Stream<String> lines = Files.lines(log)) {
            return lines.filter(line -> line.contains("takes commands")).count();
        }
    }

    @Test
    void anEngineThatMustClearAwayLaterDoesNotEnd() throws Exception {
        String line = "until [ -e /gate/open ]; do sleep 0.1; done";
        sampan().run("run", "-d", "--rm", "-v", folder + ":/gate", BUSYBOX, "sh", "-c", line)
                .succeeds();
        endEngineByHand();
        Process engine = sampan().start("daemon", "--on-demand", "--idle-timeout", "1");
        await().until(() -> Files.exists(socket()));

        assertThat(engine.waitFor(5, TimeUnit.SECONDS)).isFalse();
        Files.createFile(folder.resolve("open"));
        assertThat(Patience.ends(engine)).isTrue();

        assertThat(sampan().run("ps", "-aq").line()).isEmpty();
    }

    @Test
    void anotherBuildIsServedByItsOwnEngine() throws Exception {
        String id = sampan().run("run", "-d", "--name", "stays", BUSYBOX, "sh", "-c", "echo before; sleep 1000")
                .succeeds()
                .line();
        long first = engine();
        Path other = otherBuild();

        Sampan.Result ps = as(other, "ps", "-q", "--no-trunc");

        assertThat(ps.succeeds().line()).isEqualTo(id);
        assertThat(ps.err().lines())
                .as("nothing but what is said of an engine that starts slowly")
                .isSubsetOf("sampan: starting the engine ...");
        assertThat(engine()).isNotEqualTo(first);
        assertThat(Proc.arguments(engine())).contains(other.toString());
        assertThat(as(other, "logs", "stays").succeeds().line()).isEqualTo("before");
        assertThat(as(other, "exec", "stays", "echo", "here").succeeds().line()).isEqualTo("here");
    }

    @Test
    void anEngineThatServesSomebodyElseStays() throws Exception {
        sampan().run("run", "-d", "--name", "busy", BUSYBOX, "sh", "-c", "echo heard; sleep 1000")
                .succeeds();
        long first = engine();
        Process follower = sampan().start("logs", "-f", "busy");
        assertThat(follower.inputReader().readLine()).isEqualTo("heard");

        assertThat(as(otherBuild(), "ps", "-q").succeeds().line()).isNotEmpty();

        assertThat(engine()).isEqualTo(first);
        follower.destroy();
        follower.waitFor();
    }

    @Test
    void aDaemonStartedByHandStays() throws Exception {
        endEngineByHand();
        Process daemon = sampan().start("daemon");
        await().until(() -> Files.exists(socket()));
        try {
            as(otherBuild(), "ps").succeeds();

            assertThat(daemon.isAlive()).isTrue();
            assertThat(engine()).isEqualTo(daemon.pid());
        } finally {
            daemon.destroy();
            daemon.waitFor();
        }
    }

    private Path socket() {
        return sampan().execRoot().resolve("front.sock");
    }

    private long engine() {
        return sampan().engine().orElseThrow().pid();
    }

    private void endEngineByHand() {
        Optional<ProcessHandle> engine = sampan().engine();
        engine.ifPresent(ProcessHandle::destroy);
        engine.ifPresent(gone -> gone.onExit()
                .orTimeout(Sampan.LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join());
    }

    /** The same build at another place, as after an update. */
    private Path otherBuild() throws IOException {
        Path home = Sampan.binary().toRealPath().getParent().getParent();
        Path other = Files.createDirectories(folder.resolve("other"));
        Files.createDirectories(other.resolve("bin"));
        Files.copy(Sampan.binary().toRealPath(), other.resolve("bin/sampan"));
        try (Stream<Path> parts = Files.list(home)) {
            for (Path part : parts.toList()) {
                String name = part.getFileName().toString();
                if (!name.equals("bin") && !name.equals("engine.args")) {
                    Files.createSymbolicLink(other.resolve(name), part);
                }
            }
        }
        String options = Files.readString(home.resolve("engine.args"));
        Files.writeString(
                other.resolve("engine.args"), options.replace("-Dsampan.home=" + home, "-Dsampan.home=" + other));
        return other;
    }

    private Sampan.Result as(Path build, String... arguments) throws Exception {
        ProcessBuilder command = sampan().command(arguments);
        command.command().set(0, build.resolve("bin/sampan").toString());
        Process process = command.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(Patience.ends(process)).isTrue();
        return new Sampan.Result(process.exitValue(), out, err);
    }
}

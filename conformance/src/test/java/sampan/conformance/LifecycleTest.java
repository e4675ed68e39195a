package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do to containers that are there: restart, pause, rename, prune, and the mistakes they make. */
final class LifecycleTest extends EngineTest {
    @TempDir
    Path told;

    private void sleeper(String name) {
        sampan().run("run", "-d", "--name", name, BUSYBOX, "sleep", "1000").succeeds();
    }

    private String inspect(String name, String template) {
        return sampan().run("inspect", "--format", template, name).succeeds().line();
    }

    private void refuses(String sentence, String... arguments) {
        Sampan.Result result = sampan().run(arguments);
        assertThat(result.err()).contains(sentence);
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void aPausedContainerStandsStillUntilItGoesOn() throws Exception {
        sampan().run("run", "-d", "--name", "paused", BUSYBOX, "sh", "-c", "while :; do echo tick; sleep 0.05; done")
                .succeeds();
        assertThat(sampan().run("pause", "paused").succeeds().line()).isEqualTo("paused");
        await().untilAsserted(
                        () -> { // what it wrote before may still be on its way to the log
                            int written = sampan().run("logs", "paused").out().length();
                            Thread.sleep(300);
                            assertThat(sampan().run("logs", "paused").out()).hasSize(written);
                        });
        int before = sampan().run("logs", "paused").out().length();
        assertThat(sampan().run("ps").out()).contains("(Paused)");
        assertThat(inspect("paused", "{{.State.Status}} {{.State.Paused}} {{.State.Running}}"))
                .isEqualTo("paused true true");
        refuses("is paused, unpause the container before exec", "exec", "paused", "true");
        refuses("You cannot attach to a paused container, unpause it first", "attach", "paused");
        refuses("cannot start a paused container, try unpause instead", "start", "paused");
        refuses("is already paused", "pause", "paused");
        refuses("Unpause and then stop the container", "rm", "paused");
        sampan().killEngine();
        assertThat(inspect("paused", "{{.State.Paused}}")).as("a new engine").isEqualTo("true");
        assertThat(sampan().run("unpause", "paused").succeeds().line()).isEqualTo("paused");
        refuses("is not paused", "unpause", "paused");
        await().untilAsserted(() ->
                assertThat(sampan().run("logs", "paused").out().length()).isGreaterThan(before));
        sampan().run("pause", "paused").succeeds();
        sampan().run("rm", "-f", "paused").succeeds();
    }

    @Test
    void aRestartStopsAndStartsAndKeepsTheFiles() {
        sampan().run(
                        "run",
                        "-d",
                        "--name",
                        "again",
                        BUSYBOX,
                        "sh",
                        "-c",
                        "echo x >> /count; cat /count; exec sleep 1000")
                .succeeds();
        String first = inspect("again", "{{.State.Pid}}");
        await().until(() -> sampan().run("logs", "again").out().equals("x\n"));
        assertThat(sampan().run("restart", "-t", "0", "again").succeeds().line())
                .isEqualTo("again");
        assertThat(inspect("again", "{{.State.Pid}}")).isNotEqualTo(first);
        await().until(() -> sampan().run("logs", "again").out().equals("x\nx\nx\n"));
        sampan().run("stop", "-t", "0", "again").succeeds();
        sampan().run("container", "restart", "again").succeeds();
        assertThat(inspect("again", "{{.State.Status}}")).isEqualTo("running");
        refuses("No such container: nosuch", "restart", "nosuch");
        sampan().run("rm", "-f", "again").succeeds();
    }

    @Test
    void aContainerThatIsRemovedAtItsEndSurvivesARestart() {
        sampan().run("run", "-d", "--rm", "--name", "fleeting", BUSYBOX, "sleep", "1000")
                .succeeds();
        sampan().run("restart", "-t", "0", "fleeting").succeeds();
        assertThat(inspect("fleeting", "{{.State.Status}}")).isEqualTo("running");
        sampan().run("stop", "-t", "0", "fleeting").succeeds();
        await().until(() ->
                sampan().run("ps", "-aq", "-f", "name=fleeting").line().isEmpty());
    }

    @Test
    void aNameIsGivenTakenAndFreed() {
        sleeper("old");
        sampan().run("create", "--name", "other", BUSYBOX, "true").succeeds();
        String id = inspect("old", "{{.Id}}");
        refuses("already in use by container", "rename", "old", "other");
        refuses("Renaming a container with the same name as its current name", "rename", "old", "old");
        refuses("Neither old nor new names may be empty", "rename", "old", "");
        for (String name : new String[] {"a/b", "a b", "a\nb", "😀", "x", "../../etc"}) {
            refuses("Invalid container name", "rename", "old", name);
        }
        assertThat(sampan().run("rename", "old", "new").succeeds().out()).isEmpty();
        sampan().killEngine();
        assertThat(inspect("new", "{{.Id}} {{.Name}}")).isEqualTo(id + " /new");
        sampan().run("create", "--name", "old", BUSYBOX, "true").succeeds();
        sampan().run("rm", "-f", "old", "new", "other").succeeds();
    }

    @Test
    void pruneTakesWhatEndedAfterAQuestion() {
        sleeper("running");
        String ended = sampan().run("create", "--name", "ended", "--label", "keep=no", BUSYBOX, "true")
                .line();
        assertThat(sampan().runWith("n\n".getBytes(StandardCharsets.UTF_8), "container", "prune")
                        .succeeds()
                        .out())
                .isEqualTo("WARNING! This will remove all stopped containers.\n"
                        + "Are you sure you want to continue? [y/N] ");
        sampan().run("container", "prune", "-f", "--filter", "label!=keep=no").succeeds();
        sampan().run("container", "prune", "-f", "--filter", "until=1h").succeeds();
        refuses("nvalid filter 'foo'", "container", "prune", "-f", "--filter", "foo=bar");
        assertThat(sampan().run("ps", "-aq", "--no-trunc").out()).contains(ended);
        assertThat(sampan().runWith("y\n".getBytes(StandardCharsets.UTF_8), "container", "prune")
                        .succeeds()
                        .out())
                .contains("Deleted Containers:\n" + ended + "\n", "Total reclaimed space: 0B");
        assertThat(sampan().run("ps", "-a").out()).contains("running").doesNotContain("ended");
        sampan().run("rm", "-f", "running").succeeds();
    }

    @Test
    void severalAreDoneAndFailuresToldAtTheEnd() {
        sleeper("one");
        sleeper("two");
        Sampan.Result result = sampan().run("pause", "one", "nosuch", "two");
        assertThat(result.out()).isEqualTo("one\ntwo\n");
        assertThat(result.err()).isEqualTo("Error response from daemon: No such container: nosuch\n");
        assertThat(result.code()).isEqualTo(1);
        assertThat(sampan().run("start", "nosuch").err()).contains("Error: failed to start containers: nosuch");
        sampan().run("rm", "-f", "one", "two").succeeds();
    }

    /** Of all kills so far, in their order. */
    private List<String> signals() {
        return told("--filter", "event=kill", "--format", "{{.Actor.Attributes.signal}}")
                .succeeds()
                .out()
                .lines()
                .toList();
    }

    /** Each of them ends once all have been told to: one after the other they would have to be killed. */
    @Test
    void manyAreStoppedAndRemovedAtOnce() {
        int earlier = signals().size();
        String line =
                "all() { [ -e /told/one -a -e /told/two -a -e /told/three ]; }; told() { touch /told/%1$s; until all;"
                        + " do sleep 0.1; done; exit; }; trap told TERM; touch /told/ready-%1$s; while :; do sleep 0.1; done";
        for (String name : List.of("one", "two", "three")) {
            sampan().run("run", "-d", "--name", name, "-v", told + ":/told", BUSYBOX, "sh", "-c", line.formatted(name))
                    .succeeds();
            await().until(() -> Files.exists(told.resolve("ready-" + name)));
        }
        assertThat(sampan().run("stop", "-t", "120", "one", "two", "three")
                        .succeeds()
                        .out())
                .isEqualTo("one\ntwo\nthree\n");
        List<String> all = signals();
        assertThat(all.subList(earlier, all.size()))
                .as("not one after the other")
                .containsExactly("15", "15", "15");
        assertThat(sampan().run("stop", "one").succeeds().line())
                .as("already stopped")
                .isEqualTo("one");
        Sampan.Result removed = sampan().run("rm", "-f", "one", "nosuch", "two", "three");
        assertThat(removed.succeeds().out()).isEqualTo("one\ntwo\nthree\n");
        assertThat(removed.err()).isEqualTo("Error response from daemon: No such container: nosuch\n");
    }

    @Test
    void helpTellsHowEachIsCalled() {
        for (String command : new String[] {"pause", "unpause", "restart", "rename", "update", "container prune"}) {
            String[] words = (command + " --help").split(" ");
            assertThat(sampan().run(words).succeeds().out()).startsWith("Usage:  sampan " + command);
        }
    }
}

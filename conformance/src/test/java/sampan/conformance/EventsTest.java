package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What {@code events} tells. */
final class EventsTest extends EngineTest {
    private List<String> actions(String... filters) {
        List<String> flags = new ArrayList<>(List.of("--format", "{{.Action}}"));
        flags.addAll(List.of(filters));
        return told(flags.toArray(String[]::new)).succeeds().out().lines().toList();
    }

    @Test
    void aContainersLifeIsToldInDockersOrder() {
        sampan().run("run", "--name", "told", "--label", "tier=front", BUSYBOX, "sh", "-c", "exit 3");
        sampan().run("rm", "told").succeeds();
        assertThat(actions("--filter", "container=told"))
                .containsExactly("create", "attach", "start", "die", "destroy");
        String died = told("--filter", "event=die", "--filter", "label=tier=front")
                .succeeds()
                .line();
        assertThat(died)
                .matches("[0-9-]{10}T[0-9:]{8}\\.[0-9]{9}(Z|[+-][0-9:]{5}) container die [0-9a-f]{64} \\(.*\\)")
                .contains("exitCode=3")
                .contains("image=" + BUSYBOX)
                .contains("name=told");
    }

    @Test
    void aStopIsToldWhenAllIsGivenBack() {
        sampan().run("volume", "create", "held").succeeds();
        try {
            sampan().run("run", "-d", "--name", "held-by", "-v", "held:/held", BUSYBOX, "sleep", "600")
                    .succeeds();
            sampan().run("stop", "-t", "0", "held-by").succeeds();
            assertThat(actions("--filter", "event=die", "--filter", "event=unmount", "--filter", "event=stop"))
                    .endsWith("die", "unmount", "stop");
        } finally {
            sampan().run("rm", "-f", "held-by").succeeds();
            sampan().run("volume", "rm", "held").succeeds();
        }
    }

    @Test
    void theNextEngineKnowsWhatTheKilledOneTold() {
        sampan().run("run", "--rm", "--name", "before", BUSYBOX, "true").succeeds();
        sampan().killEngine();
        assertThat(actions("--filter", "container=before")).contains("start", "die", "destroy");
    }

    @Test
    void untilInTheFutureWaitsForWhatComes() throws Exception {
        sampan().run("version").succeeds();
        Process events = sampan().start(
                        "events",
                        "--since",
                        "1m",
                        "--until",
                        "-15s",
                        "--filter",
                        "type=container",
                        "--filter",
                        "label=awaited");
        sampan().run("run", "--rm", "--network", "none", "-l", "awaited", BUSYBOX, "true")
                .succeeds();
        String out = new String(events.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(events.waitFor()).isZero();
        assertThat(out).contains(" container create ").contains(" container die ");
    }

    /** More of them: {@code -Devents.starts=1000}. */
    @Test
    void noStartAndNoEndIsMissedByAListenerNorByTheJournal() throws Exception {
        int starts = Integer.getInteger("events.starts", 40);
        String since = sampan().run("info", "--format", "{{.SystemTime}}").line();
        String[] words = {"events", "--since", since, "--filter", "label=many", "--format", "{{.Action}} {{.Actor.ID}}"
        };
        Process listener = sampan().start(words);
        List<String> heard = new ArrayList<>();
        try (var crowd = Executors.newFixedThreadPool(8);
                var lines = listener.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < starts; i++) {
                var _ = crowd.submit(
                        () -> sampan().run("run", "--rm", "--network", "none", "-l", "many", BUSYBOX, "true"));
            }
            while (heard.stream().filter(line -> line.startsWith("destroy ")).count() < starts) {
                heard.add(lines.readLine());
            }
        } finally {
            listener.destroyForcibly();
        }
        for (String action : List.of("create ", "start ", "die ", "destroy ")) {
            assertThat(heard.stream().filter(line -> line.startsWith(action)))
                    .doesNotHaveDuplicates()
                    .hasSize(starts);
        }
        String[] again = Arrays.copyOf(words, words.length + 2);
        again[words.length] = "--until";
        again[words.length + 1] =
                sampan().run("info", "--format", "{{.SystemTime}}").line();
        assertThat(sampan().run(again).succeeds().out().lines()).containsExactlyElementsOf(heard);
    }

    @Test
    void jsonIsDockersMessage() {
        sampan().run("run", "--rm", "--name", "js", BUSYBOX, "true").succeeds();
        assertThat(told("--filter", "container=js", "--filter", "event=start", "--format", "json")
                        .succeeds()
                        .line())
                .startsWith("{\"status\":\"start\",\"id\":\"")
                .contains("\"Type\":\"container\",\"Action\":\"start\",\"Actor\":{\"ID\":\"");
    }

    /** Of all of a kind, and hence without an id. */
    @Test
    void pruneIsToldForEachKind() {
        sampan().run("container", "prune", "-f").succeeds();
        sampan().run("network", "prune", "-f").succeeds();
        assertThat(told("--filter", "event=prune", "--format", "json")
                        .succeeds()
                        .out())
                .contains("{\"status\":\"prune\",\"Type\":\"container\",\"Action\":\"prune\",\"Actor\":{\"ID\":\"\",")
                .contains("{\"Type\":\"network\",\"Action\":\"prune\",\"Actor\":{\"ID\":\"\",");
    }

    @Test
    void badInputIsOneSentence() {
        Sampan.Result filter = sampan().run("events", "--filter", "x");
        assertThat(filter.code()).isEqualTo(125);
        assertThat(filter.err()).startsWith("invalid argument \"x\" for \"-f, --filter\" flag: bad format of filter");
        Sampan.Result since = sampan().run("events", "--since", "foo");
        assertThat(since.code()).isOne();
        assertThat(since.err()).isEqualTo("failed to parse value as time or duration: \"foo\"\n");
        assertThat(sampan().run("events", "--until", "0s", "--since", "1s", "--format", "{{json")
                        .code())
                .isEqualTo(64);
        assertThat(sampan().run("events", "extra").code()).isOne();
        assertThat(sampan().run("system", "events", "--help").succeeds().out()).contains("--since string");
    }
}

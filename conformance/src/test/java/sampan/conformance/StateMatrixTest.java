package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each verb in each state: the exit code, the sentence and the state afterwards, as they were seen with dockerd. */
final class StateMatrixTest extends EngineTest {
    private static final String NAME = "odd";
    private static final int RESTARTING = 5;

    /** They have failed often, and wait long, when their turn comes. */
    private final Deque<String> restarting = new ArrayDeque<>();

    @BeforeAll
    void makeThoseThatRestart() {
        for (int i = 0; i < RESTARTING; i++) {
            String name = NAME + i;
            container(name, "run -d --restart always", "exit 3");
            restarting.add(name);
        }
    }

    @AfterEach
    void remove() {
        sampan().run("rm", "-f", NAME, "other");
    }

    /** @return its name */
    private String make(String state) {
        switch (state) {
            case "created" -> container(NAME, "create", "sleep 600");
            case "running" -> container(NAME, "run -d", "sleep 600");
            case "exited" -> {
                container(NAME, "run -d", "exit 3");
                sampan().run("wait", NAME).succeeds();
            }
            case "paused" -> {
                container(NAME, "run -d", "sleep 600");
                sampan().run("pause", NAME).succeeds();
            }
            case "restarting" -> {
                String name = restarting.getFirst();
                await().until(() -> restarting(name));
                return name;
            }
            default -> throw new IllegalArgumentException(state);
        }
        return NAME;
    }

    /** Long enough that it does not start in between: the wait doubles from 100 ms with each restart. */
    private boolean restarting(String id) {
        String[] look = sampan().run("inspect", "-f", "{{.RestartCount}} {{.State.FinishedAt}} {{.State.Status}}", id)
                .line()
                .split(" ");
        Duration wait = Duration.ofMillis(100L << Math.min(9, Integer.parseInt(look[0])));
        return look[2].equals("restarting")
                && Instant.now().plusSeconds(10).isBefore(Instant.parse(look[1]).plus(wait));
    }

    private void container(String name, String how, String line) {
        String all = how + " --name " + name + " --network none " + BUSYBOX;
        String[] words = (all + " sh -c").split(" ");
        String[] complete = java.util.Arrays.copyOf(words, words.length + 1);
        complete[words.length] = line;
        sampan().run(complete).succeeds();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "created    | start                    | running | odd",
                "created    | stop -t 0                | created | odd",
                "created    | restart -t 0             | running | odd",
                "created    | wait                     | created | 0",
                "created    | rename odd other         | created | ''",
                "created    | update --cpu-shares 200  | created | odd",
                "created    | rm                       | ''      | odd",
                "running    | start                    | running | odd",
                "running    | restart -t 0             | running | odd",
                "running    | stop -t 0                | exited  | odd",
                "running    | kill                     | exited  | odd",
                "running    | pause                    | paused  | odd",
                "running    | rm -f                    | ''      | odd",
                "paused     | unpause                  | running | odd",
                "paused     | kill                     | exited  | odd",
                "paused     | kill -s USR1             | running | odd",
                "paused     | stop -t 0                | exited  | odd",
                "paused     | restart -t 0             | running | odd",
                "paused     | rename odd other         | paused  | ''",
                "paused     | update --cpu-shares 200  | paused  | odd",
                "paused     | rm -f                    | ''      | odd",
                "exited     | start                    | *       | odd",
                "exited     | stop                     | exited  | odd",
                "exited     | wait                     | exited  | 3",
                "exited     | update --cpu-shares 200  | exited  | odd",
                "exited     | rm                       | ''      | odd",
                "restarting | stop -t 0                | exited  | odd",
                "restarting | kill                     | exited  | odd",
                "restarting | rename odd other         | restarting | ''",
                "restarting | rm -f                    | ''      | odd",
            })
    void whatIsDoneChangesTheState(String state, String verb, String after, String printed) {
        String name = make(state);
        String id = idOf(name);
        if (state.equals("restarting")) {
            restarting.removeFirst();
        }
        assertThat(sampan().run(line(verb, name)).succeeds().line()).isEqualTo(printed.replace(NAME, name));
        if (!after.equals("*")) {
            assertThat(state(id)).isEqualTo(after);
        }
    }

    private static String[] line(String verb, String name) {
        return (verb.contains(NAME) ? verb.replace(NAME, name) : verb + " " + name).split(" ");
    }

    private String idOf(String name) {
        return sampan().run("inspect", "-f", "{{.Id}}", name).succeeds().line();
    }

    private String state(String id) {
        return sampan().run("ps", "-a", "--no-trunc", "--filter", "id=" + id, "--format", "{{.State}}")
                .line();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "created    | kill             | Error response from daemon: Cannot kill container: odd: Container ID is not running",
                "created    | kill -s USR1     | Error response from daemon: Cannot kill container: odd: Container ID is not running",
                "created    | pause            | Error response from daemon: Container ID is not running",
                "created    | unpause          | Error response from daemon: Container ID is not paused",
                "created    | exec odd true    | Error response from daemon: Container ID is not running",
                "created    | exec -d odd true | Error response from daemon: Container ID is not running",
                "created    | attach           | You cannot attach to a stopped container, start it first",
                "created    | top              | Error response from daemon: Container ID is not running",
                "running    | unpause          | Error response from daemon: Container ID is not paused",
                "running    | rm               | Error response from daemon: You cannot remove a running container ID. Stop the container before attempting removal or force remove",
                "paused     | start            | Error response from daemon: cannot start a paused container, try unpause instead",
                "paused     | pause            | Error response from daemon: Container ID is already paused",
                "paused     | exec odd true    | Error response from daemon: Container odd is paused, unpause the container before exec",
                "paused     | exec -d odd true | Error response from daemon: Container odd is paused, unpause the container before exec",
                "paused     | attach           | You cannot attach to a paused container, unpause it first",
                "paused     | rm               | Error response from daemon: You cannot remove a paused container ID. Unpause and then stop the container before attempting removal or force remove",
                "exited     | kill             | Error response from daemon: Cannot kill container: odd: Container ID is not running",
                "exited     | pause            | Error response from daemon: Container ID is not running",
                "exited     | unpause          | Error response from daemon: Container ID is not paused",
                "exited     | exec odd true    | Error response from daemon: Container ID is not running",
                "exited     | attach           | You cannot attach to a stopped container, start it first",
                "restarting | pause            | Error response from daemon: Container ID is restarting, wait until the container is running",
                "restarting | unpause          | Error response from daemon: Container ID is not paused",
                "restarting | exec odd true    | Error response from daemon: Container ID is restarting, wait until the container is running",
                "restarting | attach           | You cannot attach to a restarting container, wait until it is running",
            })
    void whatCannotBeDoneIsSaidAndChangesNothing(String state, String verb, String sentence) {
        String name = make(state);
        String id = idOf(name);
        Sampan.Result refused = sampan().run(line(verb, name));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err().lines().findFirst())
                .contains(sentence.replace("ID", id).replace(NAME, name));
        assertThat(state(id)).isEqualTo(state);
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Requests made of Docker's specification and then changed: each has an answer, none of them by a mistake of the engine's, and the engine is no larger afterwards.
 * More of them: {@code -Dfuzz.requests=100000}; others: {@code -Dfuzz.seed=7}.
 */
final class SwaggerFuzzTest extends ClientTest {
    private static final int REQUESTS = Integer.getInteger("fuzz.requests", 700);
    private static final String STOPPABLE = "trap exit TERM; sleep 10000 & wait";
    private static final int WARM = 300;
    private static final int ROUND = 350;
    /** Descriptors of what the JVM has loaded meanwhile. */
    private static final int SLACK = 16;
    /** Threads that it keeps for later: so many carry virtual ones. */
    private static final int CARRIERS = 16;

    /** Nothing listens at 127.0.0.1:1; and what ps says of its words is an error of the server's for dockerd too. */
    private static final Pattern EXPECTED = Pattern.compile("(?i)connection refused|\"ps: ");

    private final Map<Integer, Integer> answers = new TreeMap<>();
    private final List<String> wrong = new ArrayList<>();
    private Path archive = Path.of("");

    @AfterEach
    void removeArchive() throws IOException {
        Files.deleteIfExists(archive);
    }

    @Test
    void changedRequestsAreAnsweredAndLeaveNothingBehind() throws IOException {
        List<String> operations = SwaggerSchema.operations().stream().toList();
        SwaggerRequests requests =
                new SwaggerRequests(SwaggerSchema.read(), operations, new Random(Long.getLong("fuzz.seed", 1)));
        archive = Files.createTempFile("busybox", ".tar");
        sampan().run("save", "-o", archive.toString(), BUSYBOX).succeeds();
        long engine = sampan().engine().orElseThrow().pid();
        ask(requests, WARM);
        clear();
        long descriptors = count(engine, "fd");
        long threads = count(engine, "task");
        ask(requests, REQUESTS);
        clear();
        System.out.println("answers by status: " + answers);
        assertThat(sampan().engine().orElseThrow().pid()).isEqualTo(engine);
        await().untilAsserted(() -> {
            assertThat(count(engine, "fd")).isLessThanOrEqualTo(descriptors + SLACK);
            assertThat(count(engine, "task")).isLessThanOrEqualTo(threads + CARRIERS + SLACK);
        });
        assertThat(wrong).isEmpty();
    }

    private static long count(long pid, String what) {
        try (Stream<Path> entries = Files.list(Path.of("/proc/" + pid, what))) {
            return entries.count();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void ask(SwaggerRequests requests, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            if (i % ROUND == 0) {
                clear();
                if (sampan().run("images", "-q", BUSYBOX).line().isEmpty()) { // somebody asked for its removal
                    sampan().run("load", "-i", archive.toString()).succeeds();
                }
                sampan().run("run", "-d", "--name", "fuzzed", BUSYBOX, "sh", "-c", STOPPABLE)
                        .succeeds();
            }
            if (i % 10_000 == 9_999) {
                System.out.println((i + 1) + " requests, " + wrong.size() + " wrong");
            }
            SwaggerRequests.Request request = requests.next();
            long start = System.nanoTime();
            ApiExchange answer = ApiExchange.ended(socket(), request.head(), request.body());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            judge(request, answer);
            // By hand: on a machine that does nothing else. Who names a signal that the process may not mind has asked
            // to wait for it.
            if (REQUESTS > 50_000 && !request.head().contains("signal=") && took.compareTo(Duration.ofSeconds(2)) > 0) {
                wrong.add(took + " for " + request);
                System.out.println(wrong.getLast());
            }
        }
    }

    private void judge(SwaggerRequests.Request request, ApiExchange answer) {
        boolean answered = answer.head().startsWith("HTTP/1.1 ");
        answers.merge(answered ? answer.status() : 0, 1, Integer::sum);
        boolean expected = answered
                && (answer.status() != 500 || EXPECTED.matcher(answer.text()).find());
        if (!expected || answer.status() == 502 || answer.status() == 504) {
            wrong.add(request + "\n" + answer.head() + answer.text());
            System.out.println(wrong.getLast());
        }
    }

    private void clear() {
        List<String> remove = new ArrayList<>(List.of("rm", "-f", "-v"));
        remove.addAll(sampan().run("ps", "-aq").line().lines().toList());
        if (remove.size() > 3) {
            sampan().run(remove.toArray(String[]::new));
        }
        sampan().run("network", "prune", "-f").succeeds();
        sampan().run("volume", "prune", "-af").succeeds();
        for (String name : sampan().run("images", "--format", "{{.Repository}}:{{.Tag}}")
                .out()
                .lines()
                .toList()) {
            if (!name.equals(BUSYBOX + ":latest")) {
                sampan().run("rmi", "-f", name);
            }
        }
    }
}

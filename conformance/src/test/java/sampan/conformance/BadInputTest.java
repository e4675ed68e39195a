package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every flag with empty, huge, negative, malformed and contradictory values, and names that none can have: the answers are those of Docker's client, recorded by
 * {@code src/test/record/bad-input}, but for what {@code bad-input-differences.txt} gives reasons for; and nothing is changed.
 */
final class BadInputTest extends EngineTest {
    private static final Pattern ID = Pattern.compile("\\b[0-9a-f]{64}\\b");
    /** Links to what a container's id may begin with, if chance wants it. */
    private static final Set<String> MAY_BE_AN_ID = Set.of("--link=0", "--link=a:b");

    /** Which processors there are. */
    private static final String AVAILABLE = ", available: [0-9,-]+";

    private static final Pattern SUGGESTION = Pattern.compile("\n\nDid you mean '[^']*'\\?");

    private Path base = Path.of("");

    /** A command line, and Docker's answer. */
    private record Case(List<String> words, int code, String err) {
        static Case of(JsonNode node) {
            List<String> words = new ArrayList<>();
            node.get("words").forEach(word -> words.add(word.asString()));
            return new Case(
                    words,
                    node.get("code").asInt(),
                    asOnThisMachine(node.get("err").asString()));
        }

        /** The answers were recorded on a machine of four processors. */
        private static String asOnThisMachine(String recorded) {
            int cpus = Runtime.getRuntime().availableProcessors();
            return recorded.replace(
                            "to 4.00, as there are only 4 CPUs",
                            "to " + cpus + ".00, as there are only " + cpus + " CPUs")
                    .replaceAll(AVAILABLE, ", available: all");
        }

        String line() {
            return String.join(" ", words);
        }

        boolean makes() {
            return words.getFirst().equals("create") || words.getFirst().equals("run");
        }
    }

    /** What is answered otherwise on purpose. */
    private record Difference(Pattern words, Pattern answer) {
        static Difference of(String line) {
            String[] columns = line.split("\t", 2);
            return new Difference(
                    Pattern.compile(columns[0], Pattern.DOTALL), Pattern.compile(columns[1], Pattern.DOTALL));
        }

        boolean allows(Case one, String answer) {
            return words.matcher(one.line()).matches()
                    && this.answer.matcher(answer).lookingAt();
        }
    }

    @BeforeAll
    void prepare() throws IOException {
        base = Files.createTempDirectory("bad-input");
        things();
    }

    @AfterAll
    void removeFolder() {
        sampan().run("rm", "-f", "bad-up", "bad-down");
        Sampan.delete(base);
    }

    private void things() {
        sampan().run("create", "--name", "bad-down", BUSYBOX, "true").succeeds();
        sampan().run("run", "-d", "--name", "bad-up", BUSYBOX, "sleep", "10000").succeeds();
        sampan().run("volume", "create", "bad-volume").succeeds();
    }

    private static Stream<String> lines(String resource) throws IOException {
        try (InputStream stream = BadInputTest.class.getResourceAsStream("/" + resource)) {
            return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8).lines();
        }
    }

    @Test
    void isAnsweredAsDockerAnswersIt() throws IOException {
        JsonMapper json = new JsonMapper();
        List<Difference> differences = lines("bad-input-differences.txt")
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .map(Difference::of)
                .toList();
        Set<Difference> unused = new HashSet<>(differences);
        List<String> wrong = new ArrayList<>();
        List<Case> cases = lines("bad-input.jsonl")
                .map(json::readTree)
                .map(Case::of)
                .filter(one -> one.words().stream().noneMatch(MAY_BE_AN_ID::contains))
                .toList();
        for (Case one : cases) {
            Sampan.Result result = run(one);
            if (isTheSame(one, result)) {
                continue;
            }
            String answer = result.code() + " " + normal(result.err());
            List<Difference> allowing = differences.stream()
                    .filter(difference -> difference.allows(one, answer))
                    .toList();
            if (allowing.isEmpty()) {
                wrong.add(one.words() + "\n  Docker: " + one.code() + " "
                        + one.err().strip() + "\n  ours:   " + answer);
            }
            allowing.stream().findFirst().ifPresent(unused::remove);
        }
        assertThat(wrong).isEmpty();
        assertThat(unused).as("differences that are none").isEmpty();
        assertThat(cases).hasSizeGreaterThan(4000);
        assertThat(containers()).contains("bad-up running", "bad-down created");
        // As with Docker, a container that could not be started stays.
        long started = cases.stream()
                .filter(one -> one.words().getFirst().equals("run") && one.code() > 1)
                .count();
        assertThat(containers()).hasSizeLessThanOrEqualTo(2 + (int) started);
    }

    private List<String> containers() {
        return sampan().run("ps", "-a", "--format", "{{.Names}} {{.State}}")
                .out()
                .lines()
                .toList();
    }

    /** In an empty folder; what it makes all the same is removed. */
    private Sampan.Result run(Case one) throws IOException {
        Path folder = Files.createTempDirectory(base, "");
        List<String> words = new ArrayList<>();
        for (String word : one.words()) {
            words.add(word.equals("busybox") ? BUSYBOX : word.replace("@folder", folder.toString()));
        }
        Sampan.Result result = sampan().runIn(folder, words);
        if (one.makes()) {
            ID.matcher(result.out()).results().forEach(id -> sampan().run("rm", "-f", "-v", id.group()));
        }
        return new Sampan.Result(result.code(), result.out(), result.err().replace(folder.toString(), "@folder"));
    }

    /** Where a command succeeds on both sides, its warnings are its host's. */
    private static boolean isTheSame(Case one, Sampan.Result result) {
        String expected = ID.matcher(one.err().replaceAll("\\bdocker\\b", "sampan"))
                .replaceAll("ID")
                .strip();
        return one.code() == result.code() && (one.code() == 0 || expected.equals(normal(result.err())));
    }

    private static String normal(String err) {
        String plain = SUGGESTION
                .matcher(err.replace(BUSYBOX, "busybox").replaceAll(AVAILABLE, ", available: all"))
                .replaceAll("");
        return ID.matcher(plain).replaceAll("ID").strip();
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every command that Docker's own command line documents, an old one and a new one, is run on this engine at least once: {@code docker-commands.txt} says how. */
final class DockerTreeTest extends ClientTest {
    private static final Pattern COMMAND = Pattern.compile("^  ([a-z][a-z-]*)\\*? +\\S", Pattern.MULTILINE);
    private static final Pattern SECTION = Pattern.compile("(?m)^(?=\\S)");

    private static final byte[] TYPED = "typed\n".getBytes(StandardCharsets.UTF_8);

    private Path folder = Path.of("");
    private String docker = "";

    @BeforeEach
    void files() throws IOException {
        folder = Files.createTempDirectory("docker-tree");
        Files.writeString(folder.resolve("Dockerfile"), "FROM " + BUSYBOX + "\n");
        Files.writeString(folder.resolve("stack.yml"), "version: '3.8'\nservices:\n  x:\n    image: busybox\n");
    }

    @AfterEach
    void removeWhatIsLeft() {
        Sampan.delete(folder);
        sampan().run("network", "prune", "-f");
        sampan().run("volume", "prune", "-af");
    }

    /** @param version empty: of both clients */
    private record Step(String version, int code, List<String> words, Pattern output) {
        static Step of(String line) {
            List<String> columns = new ArrayList<>(List.of(line.split("\t")));
            String version = columns.size() == 4 ? columns.removeFirst() : "";
            return new Step(
                    version,
                    Integer.parseInt(columns.get(0)),
                    List.of(columns.get(1).split(" ")),
                    Pattern.compile(columns.get(2), Pattern.MULTILINE));
        }
    }

    private static List<Step> steps() throws IOException {
        try (InputStream file = DockerTreeTest.class.getResourceAsStream("/docker-commands.txt")) {
            String text = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(Step::of)
                    .toList();
        }
    }

    private Sampan.Result run(List<String> words, String host) {
        List<String> line = new ArrayList<>(List.of(docker));
        line.addAll(words);
        ProcessBuilder command = program(line.toArray(String[]::new)).directory(folder.toFile());
        command.environment().put("DOCKER_CONFIG", folder.resolve("config").toString());
        command.environment().put("DOCKER_CONTENT_TRUST_REPOSITORY_PASSPHRASE", "passphrase");
        command.environment().put("DOCKER_CONTENT_TRUST_ROOT_PASSPHRASE", "passphrase");
        if (words.contains("context")) {
            command.environment().remove("DOCKER_HOST");
        } else {
            command.environment().put("DOCKER_HOST", host);
        }
        return Sampan.finish(TYPED, command);
    }

    /** What has no commands below it; asked of no engine, which would hide some. */
    private TreeSet<String> leaves(List<String> path) {
        List<String> help = new ArrayList<>(path);
        help.add("--help");
        TreeSet<String> leaves = new TreeSet<>();
        for (String section : SECTION.split(run(help, "unix:///nonexistent").out())) {
            String title = section.lines().findFirst().orElse("");
            if (title.endsWith("Commands:")) {
                COMMAND.matcher(section).results().forEach(command -> {
                    List<String> below = new ArrayList<>(path);
                    below.add(command.group(1));
                    leaves.addAll(leaves(below));
                });
            }
        }
        return leaves.isEmpty() ? new TreeSet<>(List.of(String.join(" ", path))) : leaves;
    }

    @ParameterizedTest
    @CsvSource({"20, /usr/bin/docker", "28, /usr/local/bin/docker"})
    void everyDocumentedCommandIsRun(String version, String program) throws IOException {
        assumeTrue(Files.isExecutable(Path.of(program)), program + " is not installed");
        docker = program;
        TreeSet<String> left = leaves(List.of());
        assertThat(left).hasSizeGreaterThan(100);
        List<String> wrong = new ArrayList<>();
        try (DockerRegistry registry = DockerRegistry.bare()) {
            for (Step step : steps()) {
                if (step.version().isEmpty() || step.version().equals(version)) {
                    run(step, registry.host(), wrong);
                    String line = String.join(" ", step.words());
                    left.removeIf(leaf -> (line + " ").startsWith(leaf + " "));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(left).as("commands that nothing runs").isEmpty();
    }

    private void run(Step step, String registry, List<String> wrong) {
        List<String> words = step.words().stream()
                .map(word -> word.equals("IMAGE") ? BUSYBOX : filled(word, registry))
                .toList();
        Sampan.Result result = run(words, host());
        String output = result.out() + result.err();
        String expected = filled(step.output().pattern(), registry);
        if (result.code() != step.code()
                || !Pattern.compile(expected, Pattern.MULTILINE)
                        .matcher(output.strip())
                        .find()) {
            wrong.add(words + " = " + result.code() + "\n" + output + "\nand not " + step.code() + " " + expected);
        }
    }

    /** A colon in a shell's line stands for a space. */
    private String filled(String word, String registry) {
        String text = word.startsWith("read:") || word.startsWith("trap:") ? word.replace(':', ' ') : word;
        return text.replace("FOLDER", folder.toString())
                .replace("REGISTRY", registry)
                .replace("HOST", host());
    }
}

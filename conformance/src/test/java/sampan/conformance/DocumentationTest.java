package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the documents show is what happens: every {@code console} block is run, one engine a file, and its output compared.
 *
 * <p>A line of output may hold {@code …} for anything within the line; a line that is {@code …} alone stands for any lines.
 */
@ExtendWith(LeakCheck.class)
final class DocumentationTest {
    private static final Path CHECKOUT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern BLOCK =
            Pattern.compile("^```console\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** A command of a document and the output shown below it. */
    private record Example(String command, String output) {
        Pattern expected() {
            var regex = new StringBuilder();
            for (String line : output.lines().toList()) {
                if (line.strip().equals("…")) {
                    regex.append("(?:.*\\n)*?");
                } else {
                    regex.append(Stream.of(line.split("…", -1))
                                    .map(Pattern::quote)
                                    .reduce((a, b) -> a + ".*" + b)
                                    .orElseThrow())
                            .append("\\s*\\n");
                }
            }
            return Pattern.compile(regex.toString());
        }
    }

    @TestFactory
    List<DynamicTest> everyExampleDoesWhatItShows() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path document : documents()) {
            List<Example> examples = examples(Files.readString(document));
            if (!examples.isEmpty()) {
                tests.add(dynamicTest(CHECKOUT.relativize(document).toString(), () -> follow(examples)));
            }
        }
        assertThat(tests).as("documents with examples").isNotEmpty();
        return tests;
    }

    private static void follow(List<Example> examples) throws IOException, InterruptedException {
        try (Sampan sampan = Sampan.fresh()) {
            sampan.run("version").succeeds(); // so that no example tells of the engine's start
            for (Example example : examples) {
                if (example.command().startsWith("sampan logs ")) { // what somebody says is in the log a moment later
                    await().untilAsserted(() -> holds(sampan, example));
                } else {
                    holds(sampan, example);
                }
            }
        }
    }

    private static void holds(Sampan sampan, Example example) throws IOException, InterruptedException {
        var shell = sampan.command();
        shell.command(List.of("bash", "-c", example.command()))
                .directory(CHECKOUT.toFile())
                .redirectErrorStream(true);
        shell.environment().merge("PATH", Sampan.binary().getParent() + ":", (path, ours) -> ours + path);
        Process process = shell.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(Patience.ends(process)).isTrue();
        assertThat(output).as("$ " + example.command()).matches(example.expected());
    }

    private static List<Example> examples(String text) {
        List<Example> examples = new ArrayList<>();
        BLOCK.matcher(text).results().forEach(block -> {
            for (String part : block.group(1).split("(?m)^\\$ ")) {
                if (!part.isBlank()) {
                    int end = part.indexOf('\n');
                    examples.add(new Example(part.substring(0, end), part.substring(end + 1)));
                }
            }
        });
        return examples;
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents =
                new ArrayList<>(List.of(CHECKOUT.resolve("README.md"), CHECKOUT.resolve("ARCHITECTURE.md")));
        try (Stream<Path> files = Files.walk(CHECKOUT.resolve("docs"))) {
            documents.addAll(files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList());
        }
        return documents;
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The Java program of the README compiles as it stands there and does what the README says, with no daemon. */
@ExtendWith(LeakCheck.class)
final class ReadmeProgramTest {
    @Test
    void theProgramRunsAContainerInItsOwnProcess() throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("sampan-readme");
        try {
            compile(program(folder), folder);
            Process java = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin/java").toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            folder + ":" + jars(),
                            "Hello")
                    .redirectErrorStream(true)
                    .start();
            String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(Patience.ends(java)).isTrue();
            assertThat(output).isEqualTo("hello\nexit code 0\n");
        } finally {
            Sampan.delete(folder);
        }
    }

    /** The README's only Java block, with its data root moved into the test's folder. */
    private static Path program(Path folder) throws IOException {
        String readme =
                Files.readString(Path.of("").toAbsolutePath().getParent().resolve("README.md"));
        var block = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL).matcher(readme);
        assertThat(block.find()).isTrue();
        String source = block.group(1);
        assertThat(source.lines().count()).as("lines").isLessThanOrEqualTo(20);
        return Files.writeString(folder.resolve("Hello.java"), source.replace("/tmp/engine", folder + "/engine"));
    }

    private static void compile(Path source, Path classes) throws IOException {
        var messages = new ByteArrayOutputStream();
        int result = ToolProvider.getSystemJavaCompiler()
                .run(null, messages, messages, "-cp", jars(), "-d", classes.toString(), source.toString());
        assertThat(result).as(messages.toString(StandardCharsets.UTF_8)).isZero();
    }

    private static String jars() throws IOException {
        try (var files = Files.list(Sampan.binary().resolveSibling("../lib").normalize())) {
            return String.join(":", files.map(Path::toString).toList());
        }
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The attackers' programs in src/test/c: static, so that they run in any image. */
final class Probe {
    private static final Path SOURCES = Path.of("src/test/c").toAbsolutePath();

    private Probe() {}

    /** Compiles one into a folder. */
    static Path compile(String name, Path folder) {
        Path program = folder.resolve(name);
        try {
            Process compiler = new ProcessBuilder(
                            "musl-gcc",
                            "-static",
                            "-O1",
                            "-Wall",
                            "-o",
                            program.toString(),
                            SOURCES.resolve(name + ".c").toString())
                    .redirectErrorStream(true)
                    .start();
            String output = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(compiler.waitFor()).as(output).isZero();
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The flag that puts it at /probe. */
    static String mount(Path program) {
        return program + ":/probe:ro";
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keeps an engine's first caller waiting must not come back: one logger in a constant once doubled the time. (docs/adr/0005) */
final class FirstAnswerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Each costs from 5 to 100 ms of a new JVM. */
    private static final Pattern SLOW = Pattern.compile("org\\.tinylog\\..*|java\\.util\\.regex\\.Pattern"
            + "|java\\.time\\.format\\..*|io\\.netty\\..*|tools\\.jackson\\.databind\\.ObjectMapper"
            + "|jdk\\.proxy.*|sampan\\..*\\$\\$(Lambda|TypeSwitch).*");

    @TempDir
    Path folder;

    @Test
    void aDaemonListensBeforeAnythingSlowIsLoaded() throws Exception {
        try (Sampan fresh = Sampan.fresh()) {
            Path log = folder.resolve("classes");
            Process engine = new ProcessBuilder(daemon(fresh, log))
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("output").toFile())
                    .start();
            try {
                await().until(() -> Files.exists(fresh.execRoot().resolve("front.sock")) || !engine.isAlive());
                assertThat(engine.isAlive())
                        .as(Files.readString(folder.resolve("output")))
                        .isTrue();
                fresh.run("version").succeeds();
            } finally {
                engine.destroy();
                assertThat(engine.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                        .isTrue();
            }
            assertThat(loadedBeforeItListens(log))
                    .contains("sampan.cli.front.FrontServer")
                    .noneMatch(name -> SLOW.matcher(name).matches());
        }
    }

    /**
     * A signed jar is verified with its lock held, which opens the log, which looks through all jars: {@code image keygen} as an engine's first command
     * and the opening engine once waited for each other for ever.
     */
    @Test
    void noJarIsSigned() throws IOException {
        for (Path jar : jars()) {
            try (JarFile file = new JarFile(jar.toFile(), false)) {
                assertThat(file.stream().map(JarEntry::getName))
                        .as(jar.toString())
                        .noneMatch(name -> name.matches("META-INF/[^/]*\\.SF"));
            }
        }
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(Sampan.binary().resolveSibling("../lib"))) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            assertThat(jars).isNotEmpty();
            return jars;
        }
    }

    /** The engine as the front starts it, but that the JVM tells which classes it loads. */
    private List<String> daemon(Sampan sampan, Path log) throws IOException {
        Path build = Sampan.binary().resolveSibling("..").normalize();
        String options = Files.readString(build.resolve("engine.args"));
        Path telling = folder.resolve("engine.args");
        Files.writeString(telling, options.replace("--module=", "-Xlog:class+load:file=" + log + ":none\n--module="));
        return List.of(
                build.resolve("jvm/bin/java").toString(),
                "@" + telling,
                "--data-root",
                sampan.dataRoot().toString(),
                "--exec-root",
                sampan.execRoot().toString(),
                "--host",
                "unix://" + sampan.execRoot().resolve("docker.sock"));
    }

    private static List<String> loadedBeforeItListens(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .map(line -> line.substring(0, line.indexOf(' ')))
                .dropWhile(name -> !name.equals("sampan.daemon.Daemon"))
                .takeWhile(name -> !name.equals("sampan.cli.front.FrontServer$Accepting"))
                .toList();
    }
}

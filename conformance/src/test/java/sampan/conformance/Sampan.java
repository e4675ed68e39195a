package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An engine of its own, on throw-away roots, driven through the built command line as a user drives it. */
final class Sampan implements AutoCloseable {
    private static final Path HOME = Path.of("").toAbsolutePath().getParent().resolve("dist");

    /** What a command says first where an engine takes more than a second to start. */
    private static final String STARTING = "sampan: starting the engine ...\n";

    /** How long a command may take; an emulated machine has to be given more. */
    static final Duration LIMIT = Duration.ofSeconds(Integer.getInteger("sampan.test.limit", 180));

    /** Roots of an engine that serves all tests of this JVM: where machines are so slow that a start of each class's own is too much. */
    private static final Optional<Path> COMMON =
            Optional.ofNullable(System.getProperty("sampan.test.root")).map(Path::of);

    private final Path root;
    private final boolean common;

    private Sampan(Path root, boolean common) {
        this.root = root;
        this.common = common;
    }

    /** Whether test classes share one engine. */
    static boolean isCommon() {
        return COMMON.isPresent();
    }

    /** One of its own for a test class; the one of all where they share it. */
    static Sampan usual() {
        return COMMON.map(root -> new Sampan(root, true)).orElseGet(Sampan::fresh);
    }

    /** Ends the engine that test classes shared. */
    static void endCommon() {
        COMMON.ifPresent(root -> new Sampan(root, false).close());
    }

    /** Roots in a new folder; the engine itself starts with the first command. */
    static Sampan fresh() {
        assertThat(HOME.resolve("bin/sampan"))
                .as("the built command: ./sampan builds it")
                .isExecutable();
        try {
            return new Sampan(Files.createTempDirectory("sampan-test"), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a finished command printed, but for the notice of a slow start, and how it ended. */
    record Result(int code, String out, String err) {
        Result {
            err = err.replace(STARTING, "");
        }

        /** Fails with everything that was printed unless the command succeeded. */
        Result succeeds() {
            assertThat(code).as("exit code; stdout: %s; stderr: %s", out, err).isZero();
            return this;
        }

        /** The output without its last line break. */
        String line() {
            return out.strip();
        }
    }

    Path dataRoot() {
        return root.resolve("data");
    }

    Path execRoot() {
        return root.resolve("exec");
    }

    static Path binary() {
        return HOME.resolve("bin/sampan");
    }

    /** Runs one command to its end. */
    Result run(String... arguments) {
        return runWith(new byte[0], arguments);
    }

    /** Runs one command to its end with the given standard input. */
    Result runWith(byte[] stdin, String... arguments) {
        return finish(stdin, command(arguments));
    }

    /** Runs one command to its end in a folder. */
    Result runIn(Path folder, List<String> arguments) {
        return finish(new byte[0], command(arguments.toArray(String[]::new)).directory(folder.toFile()));
    }

    /** Runs a command to its end. */
    static Result finish(byte[] stdin, ProcessBuilder command) {
        try {
            Process process = command.start();
            var out = new Drain(process.getInputStream());
            var err = new Drain(process.getErrorStream());
            try (var input = process.getOutputStream()) {
                input.write(stdin);
            } catch (IOException _) {
                // The command ended without reading all of it; what it printed tells why.
            }
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "no end after " + LIMIT + ": " + command.command() + "\n" + out.text() + err.text());
            }
            return new Result(process.exitValue(), out.text(), err.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts a command and leaves it running: for interactive and background use. */
    Process start(String... arguments) throws IOException {
        return command(arguments).start();
    }

    ProcessBuilder command(String... arguments) {
        List<String> line = new ArrayList<>(List.of(binary().toString()));
        line.addAll(List.of(arguments));
        var builder = new ProcessBuilder(line);
        builder.environment().put("SAMPAN_DATA_ROOT", dataRoot().toString());
        builder.environment().put("SAMPAN_EXEC_ROOT", execRoot().toString());
        return builder;
    }

    /** The engine's pid, if one runs on these roots. */
    Optional<ProcessHandle> engine() {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        Proc.arguments(process.pid()).contains(execRoot().toString())
                                && Proc.arguments(process.pid()).contains("engine.args"))
                .findFirst();
    }

    /** SIGKILL, as a crash would end the engine. */
    void killEngine() {
        engine().ifPresent(engine -> {
            engine.destroyForcibly();
            engine.onExit().join();
        });
    }

    /** Removes every container; ends the engine and deletes its roots unless others use it. */
    @Override
    public void close() {
        Result all = run("ps", "-aq");
        if (!all.line().isEmpty()) {
            List<String> remove = new ArrayList<>(List.of("rm", "-f", "-v"));
            remove.addAll(all.line().lines().toList());
            run(remove.toArray(String[]::new));
        }
        if (common) {
            return;
        }
        engine().ifPresent(engine -> {
            engine.destroy();
            engine.onExit()
                    .orTimeout(Sampan.LIMIT.toSeconds(), TimeUnit.SECONDS)
                    .join();
        });
        delete(root);
    }

    /** SIGHUP: an engine reads its configuration again. */
    static void hangUp(Process engine) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-HUP", Long.toString(engine.pid()))
                .start()
                .waitFor();
        assertThat(code).isZero();
    }

    static void delete(Path folder) {
        Patience.await().until(() -> deleted(folder));
    }

    /** What is on its way out may still take away, or add, a file of its own, and have something mounted. */
    private static boolean deleted(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
            return true;
        } catch (FileSystemException | UncheckedIOException changed) {
            return Files.notExists(folder, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Collects a stream while the process runs, so that a full pipe never stops it. */
    private static final class Drain {
        private final Thread thread;
        private byte[] bytes = new byte[0];

        Drain(java.io.InputStream stream) {
            thread = Thread.ofPlatform()
                    .daemon()
                    .start(
                            () -> { // waiting for a pipe may hold a carrier
                                try (stream) {
                                    bytes = stream.readAllBytes();
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }

        String text() throws InterruptedException {
            thread.join(Duration.ofSeconds(20));
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}

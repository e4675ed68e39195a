package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sampan.runtime.command.CompiledBundle;
import sampan.runtime.command.call.RuntimeFailure;

/**
 * Random and mutated {@code config.json} files: each ends in a sentence that a person can use, or in a program that the interpreter
 * takes; and none takes long.
 *
 * <p>The same ones each time, 10 000 from number 1, unless {@code -Dfuzz.cases=2000000} says how many, {@code -Dfuzz.seconds=20} how long at most, and
 * {@code -Dfuzz.from=17} where to begin.
 */
final class ConfigFuzzTest {
    private static final Path LAUNCH = Path.of("../launch").toAbsolutePath().normalize();
    static final Path SEEDS = Path.of("../runtime/src/test/resources/sampan/runtime/launch/golden");
    private static final Pattern INTERNAL =
            Pattern.compile("Exception|\\b(java|sampan|tools)\\.[a-z]+\\.|@[0-9a-f]{6,}|^null$|^$", Pattern.MULTILINE);

    /** Of a processor's time, whoever else wants the processor. */
    private static final Duration SLOW = Duration.ofSeconds(5);

    private static final ThreadMXBean PROCESSOR = ManagementFactory.getThreadMXBean();
    private static final int LONGEST_SENTENCE = 200_000;
    private static final int THREADS = 3;

    private final AtomicLong next = new AtomicLong(Long.getLong("fuzz.from", 1));
    private final AtomicLong compiled = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final Map<String, AssertionError> crashes = new ConcurrentHashMap<>();
    private final CompiledBundle bundles = new CompiledBundle();

    @BeforeAll
    static void makeChecker() throws IOException, InterruptedException {
        Path out = LAUNCH.resolve("target/launch");
        Process make = new ProcessBuilder(
                        "make",
                        "-s",
                        "-C",
                        LAUNCH.toString(),
                        "OUT=" + out,
                        out.resolve("check_programs").toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(make.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(make.waitFor()).as(said).isZero();
    }

    @Test
    void everyFileIsASentenceOrAProgram() throws Exception {
        ConfigMutator mutator = ConfigMutator.of(SEEDS, BundleConfig.of("true").tree());
        long most = Long.getLong("fuzz.cases", 10_000);
        long seconds = Long.getLong("fuzz.seconds", Integer.MAX_VALUE);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        long first = next.get();
        try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                work.add(() -> {
                    try (Checker checker = new Checker()) {
                        for (long n = next.getAndIncrement();
                                n - first < most && System.nanoTime() < end;
                                n = next.getAndIncrement()) {
                            attempt(mutator.config(n), n, checker);
                        }
                    }
                    return null;
                });
            }
            for (Future<Void> result : threads.invokeAll(work)) {
                result.get();
            }
        }
        System.out.printf("config.json: %d files from number %d, %d compiled%n", done.get(), first, compiled.get());
        if (!crashes.isEmpty()) {
            AssertionError all = new AssertionError(crashes.size() + " kinds of crash: " + crashes.keySet());
            crashes.values().forEach(all::addSuppressed);
            throw all;
        }
        assertThat(compiled.get()).as("of %d", done.get()).isGreaterThan(done.get() / 50);
    }

    private void attempt(byte[] config, long number, Checker checker) throws IOException {
        long start = PROCESSOR.getCurrentThreadCpuTime();
        try {
            byte[] program = bundles.launchProgram(config, "/bundle", Set.of("/etc/hosts"));
            assertThat(checker.takes(program)).as("taken by the interpreter").isTrue();
            compiled.incrementAndGet();
        } catch (RuntimeFailure refused) {
            assertThat(refused.getMessage())
                    .as("file %d", number)
                    .doesNotContainPattern(INTERNAL)
                    .hasSizeLessThan(LONGEST_SENTENCE);
        } catch (RuntimeException | Error | IOException crash) {
            // One of a kind is enough; the others may be of other kinds.
            crashes.putIfAbsent(
                    crash.getStackTrace().length == 0 ? "" : crash + " " + crash.getStackTrace()[0],
                    new AssertionError("file %d: %s".formatted(number, shown(config)), crash));
        }
        Duration took = Duration.ofNanos(PROCESSOR.getCurrentThreadCpuTime() - start);
        if (took.compareTo(SLOW) > 0) {
            crashes.putIfAbsent("slow", new AssertionError("file %d takes %s".formatted(number, took)));
        }
        done.incrementAndGet();
    }

    private static String shown(byte[] config) {
        String text = new String(config, StandardCharsets.UTF_8);
        return text.length() < 20_000 ? text : text.substring(0, 20_000) + " …";
    }

    /** The C part's own eyes, in a process of its own. */
    private static final class Checker implements AutoCloseable {
        private final Process process;

        Checker() throws IOException {
            process = new ProcessBuilder(
                            LAUNCH.resolve("target/launch/check_programs").toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        }

        boolean takes(byte[] program) throws IOException {
            var stream = process.getOutputStream();
            stream.write(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(program.length)
                    .array());
            stream.write(program);
            stream.flush();
            return process.getInputStream().read() == 1;
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code pull} and {@code load} by an engine that is killed at each step by which something gets to the disk: afterwards the image is there, or nothing of it. */
final class KilledStoreTest extends EngineTest {
    private static final byte[] LOWER =
            HostileTar.withShell().file("said", "lower").bytes();
    private static final byte[] UPPER = HostileTar.empty().file("said", "upper").bytes();
    private static final int MOST_STEPS = 12;

    private final DockerRegistry registry = DockerRegistry.bare();

    @TempDir
    Path traces;

    private Path archive;

    @BeforeAll
    void fill(@TempDir Path folder) throws IOException {
        archive = folder.resolve("two.tar");
        registry.fill(name(), archive, ArchivedImages.docker("killed:1", LOWER, UPPER));
    }

    @AfterAll
    void endRegistry() {
        registry.close();
    }

    private String name() {
        return registry.name("killed:1");
    }

    private long engine() {
        sampan().run("images", "-q").succeeds(); // it has opened: what it begins with is not looked at
        return sampan().engine().orElseThrow().pid();
    }

    /** How a command ended, and what strace wrote meanwhile. */
    private record Traced(Sampan.Result result, String trace) {}

    /** Runs a command while strace looks at the engine. */
    private Traced traced(String expression, String... command) throws Exception {
        Path trace = Files.createTempFile(traces, "trace", "");
        long engine = engine();
        Process strace = new ProcessBuilder(
                        "strace", "-f", "-y", "-o", trace.toString(), "-e", expression, "-p", String.valueOf(engine))
                .redirectErrorStream(true)
                .start();
        Sampan.Result result;
        try {
            assertThat(strace.inputReader().readLine()).contains("attached");
            result = sampan().run(command);
        } finally {
            strace.destroy();
            if (!strace.waitFor(20, TimeUnit.SECONDS)) {
                strace.destroyForcibly().waitFor();
            }
        }
        return new Traced(result, Files.readString(trace));
    }

    @ParameterizedTest
    @CsvSource({"load, renameat2", "pull, fsync"})
    void aKillLeavesTheImageOrNothing(String verb, String call) throws Exception {
        String image = verb.equals("load") ? "killed:1" : name();
        String[] command = verb.equals("load")
                ? new String[] {"load", "-q", "-i", archive.toString()}
                : new String[] {"pull", "-q", image};
        int step = 1;
        boolean killed = true;
        for (; killed && step <= MOST_STEPS; step += verb.equals("load") ? 1 : 2) { // a pull has many, and takes longer
            killed = traced("inject=" + call + ":signal=KILL:when=" + step, command)
                            .result()
                            .code()
                    != 0;
            isWholeOrAbsent(image, step);
            sampan().run(command).succeeds();
            sampan().run("rmi", "-f", image).succeeds();
        }
        assertThat(step)
                .as("the engine was killed at least once, and at last it was not")
                .isBetween(3, MOST_STEPS);
    }

    private void isWholeOrAbsent(String image, int step) throws IOException {
        String images = sampan().run("images", "--format", "{{.Repository}}:{{.Tag}}")
                .succeeds()
                .out();
        assertThat(sampan().run("image", "check").succeeds().out())
                .as("step %d", step)
                .endsWith("all as they were\n");
        int layers = images.contains(image) ? 3 : 1;
        await().untilAsserted(() -> assertThat(names("layers")).hasSize(layers));
        await().untilAsserted(() -> assertThat(names("trash")).isEmpty());
        int blobs = images.contains(image) ? 2 : 1;
        await().untilAsserted(() -> assertThat(names("blobs/sha256")).hasSize(blobs));
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(sampan().dataRoot().resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void layersAreOnTheDiskBeforeTheyHaveTheirNames() throws Exception {
        List<String> lines = traced(
                        "trace=sync_file_range,syncfs,fsync,renameat2", "load", "-q", "-i", archive.toString())
                .trace()
                .lines()
                .filter(line -> line.contains("/layers") || line.contains("syncfs") || line.contains("/images"))
                .toList();
        int begun = first(lines, "sync_file_range(", 0); // the large file, while the rest is unpacked
        assertThat(lines.get(begun)).contains("/bin/busybox>");
        int synced = first(lines, "syncfs(", begun);
        int named = first(lines, "renameat2(", synced);
        int folder = first(lines, "fsync(", named);
        assertThat(lines.subList(named, folder))
                .as("both layers, and then the folder once")
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("tmp-").contains("RENAME_NOREPLACE"));
        assertThat(lines.get(folder)).contains("/layers>");
        int index = first(lines, "index.json\", RENAME_EXCHANGE", folder);
        assertThat(lines.get(first(lines, "fsync(", index))).contains("/images>");
        sampan().run("rmi", "killed:1").succeeds();
    }

    private static int first(List<String> lines, String text, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).contains(text)) {
                return i;
            }
        }
        throw new AssertionError("no " + text + " after line " + from + " of\n" + String.join("\n", lines));
    }
}

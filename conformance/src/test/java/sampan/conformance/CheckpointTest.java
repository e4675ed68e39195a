package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Containers that count, go into files by the criu that {@link CriuCheck} names, and are to go on counting. */
abstract class CheckpointTest extends RuntimeTest {
    static final String CRIU = CriuCheck.PROGRAM;
    static final boolean UNIFIED = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
    static final Path CGROUP = Path.of("/sys/fs/cgroup" + (UNIFIED ? "" : "/memory") + "/sampan-checkpointed");
    static final String COUNTING = "i=0; while :; do i=$((i+1)); echo $i; sleep 0.1; done";

    @TempDir
    Path folder;

    @BeforeEach
    void fillBundle() throws IOException {
        bundle.cgroup("/sampan-checkpointed");
        Files.createDirectories(bundle.folder().resolve("rootfs/shared"));
    }

    static boolean works() {
        return CriuCheck.works(CRIU);
    }

    Sampan.Result criu(String... arguments) {
        return bundle.runWith(List.of("--criu", CRIU), arguments);
    }

    /**
     * Its output is a pipe, as a manager's is: a file of the host's could not be found again. What is to be detached is so then: a
     * container that counts may do so before it is known.
     */
    Path start(String name, String... arguments) throws IOException, InterruptedException {
        Path out = folder.resolve(name);
        List<String> line = new ArrayList<>(List.of(
                "sh", "-c", "out=$1; shift; { \"$@\" </dev/null 2>&1; echo \"status $?\"; } | cat >$out", "sh"));
        line.add(out.toString());
        line.addAll(bundle.command(List.of("--criu", CRIU), arguments).command());
        new ProcessBuilder(line).directory(bundle.folder().toFile()).start();
        await().until(() -> Files.exists(out));
        if (List.of(arguments).contains("-d")) {
            await().untilAsserted(() -> assertThat(out).content().contains("status "));
            assertThat(out).content().contains("status 0\n");
        }
        return out;
    }

    static List<Integer> numbers(Path... files) throws IOException {
        List<Integer> all = new ArrayList<>();
        for (Path file : files) {
            Files.readAllLines(file).stream()
                    .filter(line -> line.matches("[0-9]+"))
                    .map(Integer::valueOf)
                    .forEach(all::add);
        }
        return all;
    }

    static void awaitCount(Path file, int least) {
        await().untilAsserted(
                        () -> assertThat(numbers(file)).as(file.toString()).hasSizeGreaterThan(least));
    }

    /** From one on, each once. They are read once only, for more may come. */
    static void assertCounted(Path... files) throws IOException {
        List<Integer> counted = numbers(files);
        assertThat(counted)
                .isEqualTo(IntStream.rangeClosed(1, counted.size()).boxed().toList());
    }

    String images() {
        return folder.resolve("images").toString();
    }
}

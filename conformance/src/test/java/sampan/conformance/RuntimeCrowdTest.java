package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Managers call the runtime dozens of times a second: no command leaves a process, a lock, a file or an open descriptor behind. */
final class RuntimeCrowdTest extends RuntimeTest {
    private static final int CALLERS = 8;
    private static final int ROUNDS = 8;
    private static final int COMMANDS_OF_A_ROUND = 9;

    /** At most so many are ready for containers to come, however many there were. */
    private static final Map<String, Long> READY = Map.of("net", 7L);

    /** An engine that was started on demand ends when nobody has asked for a minute; it is to be read before that. */
    private static final Duration BEFORE_IT_ENDS = Duration.ofSeconds(45);

    /** Of the same bundle, for a container that ends at once. */
    private static final String QUICK = "quick.json";

    @BeforeEach
    void fillBundle() throws IOException {
        bundle.runs("true");
        Files.move(bundle.folder().resolve("config.json"), bundle.folder().resolve(QUICK));
        bundle.runs("sleep", "100");
    }

    private int round(String id) {
        bundle.run("create", id).succeeds();
        bundle.run("state", id).succeeds();
        bundle.run("start", id).succeeds();
        bundle.run("exec", id, "true").succeeds();
        bundle.run("ps", "-f", "json", id).succeeds();
        bundle.run("list", "-q").succeeds();
        bundle.run("kill", id, "KILL").succeeds();
        bundle.run("delete", "--force", id).succeeds();
        bundle.run("run", "--config", QUICK, id).succeeds();
        return COMMANDS_OF_A_ROUND;
    }

    private int rounds(int caller, int count) {
        int commands = 0;
        for (int i = 0; i < count; i++) {
            commands += round("c" + caller + "." + i);
        }
        return commands;
    }

    private int crowd(int count) throws Exception {
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int caller = 0; caller < CALLERS; caller++) {
            int number = caller;
            callers.add(() -> rounds(number, count));
        }
        int commands = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (Future<Integer> done : threads.invokeAll(callers)) {
                commands += done.get();
            }
        }
        return commands;
    }

    /** What the engine has open, by kind: {@code socket}, {@code anon_inode:[pidfd]}, a path. */
    private Map<String, Long> descriptors() throws IOException {
        try (var open =
                Files.list(Path.of("/proc/" + sampan().engine().orElseThrow().pid() + "/fd"))) {
            return open.map(RuntimeCrowdTest::target)
                    .map(name -> name.replaceAll(":\\[[0-9]+]", ""))
                    .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "closed";
        }
    }

    private static List<String> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> Proc.status(process.pid(), "Name").startsWith("sampan-launch")
                        || Proc.status(process.pid(), "Name").startsWith("sampan-runtime"))
                .map(process -> Proc.status(process.pid(), "Name") + " " + Proc.status(process.pid(), "State"))
                .toList();
    }

    @Test
    void fiveHundredCommandsOfEightCallersLeaveNothing() throws Exception {
        crowd(1); // What is made once and kept is there now.
        List<String> processes = processes();
        Map<String, Long> before = descriptors();
        before.putAll(READY);
        assertThat(crowd(ROUNDS)).isGreaterThanOrEqualTo(500);
        assertThat(bundle.state()).isEmptyDirectory();
        await().atMost(BEFORE_IT_ENDS).untilAsserted(() -> {
            assertThat(descriptors())
                    .allSatisfy((kind, count) ->
                            assertThat(count).as(kind).isLessThanOrEqualTo(before.getOrDefault(kind, 0L)));
            assertThat(processes()).hasSizeLessThanOrEqualTo(processes.size());
        });
    }

    /** All of them make the mount points that it lacks, and each may be the first. */
    @Test
    void manyContainersOnOneRootAtOnceMakeItsMountPoints() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (int round = 0; round < ROUNDS; round++) {
                List<Callable<Sampan.Result>> creates = new ArrayList<>();
                for (int caller = 0; caller < CALLERS; caller++) {
                    String id = "r" + caller;
                    creates.add(() -> bundle.run("create", id));
                }
                for (Future<Sampan.Result> created : threads.invokeAll(creates)) {
                    created.get().succeeds();
                }
                for (int caller = 0; caller < CALLERS; caller++) {
                    bundle.run("delete", "--force", "r" + caller).succeeds();
                }
                for (String mountPoint : List.of("dev", "proc")) {
                    Files.delete(bundle.folder().resolve("rootfs").resolve(mountPoint));
                }
            }
        }
    }
}

package sampan.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What containers could leave behind on this machine: mounts, cgroups, processes, descriptors. */
final class Leaks {
    private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

    private final Path folder;
    private final TreeSet<String> monitors;
    private final long descriptors;

    private Leaks(Path folder) throws IOException {
        this.folder = folder;
        monitors = monitors();
        descriptors = descriptors();
    }

    /** @param folder of the engine that is looked after: others may run at the same time */
    static Leaks now(Path folder) throws IOException {
        return new Leaks(folder);
    }

    /** Tear-down is asynchronous: nothing may be left a moment later. */
    void assertNone() {
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            assertThat(Files.readAllLines(Path.of("/proc/self/mountinfo")))
                    .noneMatch(mount -> mount.contains(folder.toString()));
            assertThat(cgroups()).isEmpty();
            assertThat(monitors()).isEqualTo(monitors);
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 8); // jars and the like, opened lazily
        });
    }

    private List<Path> cgroups() throws IOException {
        String own = "sampan/" + EngineOptions.rootId(folder);
        try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
            return hierarchies
                    .map(hierarchy -> hierarchy.resolve(own))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }

    private static TreeSet<String> monitors() throws IOException {
        TreeSet<String> found = new TreeSet<>();
        String own = Long.toString(ProcessHandle.current().pid());
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes.toList()) {
                String pid = process.getFileName().toString();
                if (!pid.matches("[0-9]+")) {
                    continue;
                }
                try {
                    String[] stat = Files.readString(process.resolve("stat")).split(" ");
                    if (stat[1].startsWith("(sampan") && stat[3].equals(own)) {
                        found.add(pid + stat[1] + stat[2]);
                    }
                } catch (IOException gone) {
                    // ended meanwhile
                }
            }
        }
        return found;
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}

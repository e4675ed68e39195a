package sampan.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Spec;
import sampan.oci.spec.SpecJson;
import sampan.runtime.explain.Explanation;
import sampan.runtime.program.MonitorSettings;

/**
 * Stored specifications and the programs they become. After a change that is meant:
 * {@code mvn -pl runtime -am test -Dtest=GoldenTest -Dgolden.record=true -Dsurefire.failIfNoSpecifiedTests=false}.
 */
final class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/sampan/runtime/launch/golden");
    private static final Host HOST = new Host(new Host.Version(6, 18), 40, Set.of("capability", "apparmor"));

    static Stream<String> specifications() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.replace(".json", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("specifications")
    void aSpecificationBecomesThisProgram(String name) throws IOException {
        SpecJson.Parsed parsed = SpecJson.read(Files.readAllBytes(FOLDER.resolve(name + ".json")));
        assertThat(parsed.unknown()).isEmpty();
        String text =
                Explanation.of(LaunchCompiler.compile(request(parsed.spec()))).text();
        Path stored = FOLDER.resolve(name + ".txt");
        if (Boolean.getBoolean("golden.record")) {
            Files.writeString(stored, text);
        }
        assertThat(text).isEqualTo(Files.readString(stored));
    }

    private static LaunchRequest request(Spec spec) {
        Set<String> files = Set.copyOf(spec.mounts().stream()
                .map(Mount::source)
                .filter(source -> source != null && source.startsWith("/etc/"))
                .distinct()
                .toList());
        Rootfs root = new Rootfs.OverlayRoot(
                List.of("/var/lib/sampan/layers/b", "/var/lib/sampan/layers/a"),
                "/var/lib/sampan/containers/c/upper",
                "/var/lib/sampan/containers/c/work",
                false);
        MonitorSettings monitor = new MonitorSettings(
                new MonitorSettings.Log(MonitorSettings.Driver.LOCAL, 20 << 20, 5),
                true,
                true,
                List.of(4, 11),
                false,
                true,
                false,
                0,
                0);
        Cgroups cgroups = new Cgroups(
                List.of("/sys/fs/cgroup/pids/sampan/c/tasks"),
                Optional.of("/sys/fs/cgroup/unified/sampan/c"),
                Optional.of("/sys/fs/cgroup/memory/sampan/c/memory.oom_control"),
                List.of(
                        new Cgroups.Hierarchy("cpu,cpuacct", "cpu,cpuacct", "/sys/fs/cgroup/cpu,cpuacct/sampan/c"),
                        new Cgroups.Hierarchy("name=systemd", "systemd", "/sys/fs/cgroup/systemd/sampan/c")),
                List.of());
        return LaunchRequest.of("c", spec, root, HOST)
                .withFileSources(files)
                .withMonitor(monitor)
                .withCgroups(cgroups)
                .withStreams(Streams.ALL);
    }
}

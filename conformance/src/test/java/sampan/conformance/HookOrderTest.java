package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two hooks of each kind in one bundle: their order is the specification's, and that of runc and crun but for poststart hooks, for which
 * those do not wait until startContainer hooks are done.
 */
final class HookOrderTest extends RuntimeTest {
    private static final List<String> KINDS =
            List.of("prestart", "createRuntime", "createContainer", "startContainer", "poststart", "poststop");
    private static final String ID = "sampan-ordered";

    /** Every hook finds the folder at the same path: the host's, or the mount in the container. */
    private Path trace() {
        return bundle.folder().resolve("trace");
    }

    private void configure() throws IOException {
        Path order = Files.createDirectories(trace());
        Files.createDirectories(bundle.folder().resolve("rootfs" + order));
        for (String place : List.of("", "rootfs/bin/")) {
            Path script = bundle.folder().resolve(place + "hook");
            // A hook that reads nothing may be gone when its state is written to it, of which crun dies.
            Files.writeString(script, "#!/bin/sh\nread -r state\necho $1 >> " + order + "/order\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        bundle.mounts(
                        "{\"destination\": \"%s\", \"type\": \"bind\", \"source\": \"%s\", \"options\": [\"rbind\", \"rw\"]}"
                                .formatted(order, order))
                .runs("true");
        String hooks = KINDS.stream()
                .map(kind -> "\"%s\": [%s]"
                        .formatted(
                                kind,
                                Stream.of("first", "second")
                                        .map(which -> hook(kind, which))
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining(", "));
        bundle.insert("\"root\":", "\"hooks\": {" + hooks + "}, ");
    }

    private String hook(String kind, String which) {
        String path = kind.equals("startContainer") ? "/bin/hook" : bundle.folder() + "/hook";
        return "{\"path\": \"%s\", \"args\": [\"hook\", \"%s.%s\"], \"env\": [\"PATH=/bin:/usr/bin\"]}"
                .formatted(path, kind, which);
    }

    private List<String> order() throws IOException {
        return Files.readAllLines(trace().resolve("order"));
    }

    private static List<String> wanted() {
        return KINDS.stream()
                .flatMap(kind -> Stream.of(kind + ".first", kind + ".second"))
                .toList();
    }

    private static List<String> withoutPoststart(List<String> all) {
        return all.stream().filter(hook -> !hook.startsWith("poststart")).toList();
    }

    @Test
    void theOrderIsTheSpecifications() throws IOException {
        configure();
        bundle.run("create", ID).succeeds();
        bundle.run("start", ID).succeeds();
        await().until(() -> bundle.run("state", ID).out().contains("\"stopped\""));
        bundle.run("delete", ID).succeeds();
        assertThat(order()).isEqualTo(wanted());
    }

    /** crun refuses a host with both versions of cgroups, and so does not see that of version 2. */
    @ParameterizedTest
    @ValueSource(strings = {"/usr/sbin/runc", "/usr/bin/crun"})
    void othersWriteTheSameTrace(String runtime) throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of(runtime)), runtime + " is not installed");
        configure();
        try {
            assumeTrue(run(runtime, "create", ID) == 0, runtime + " makes no containers on this host");
            assertThat(run(runtime, "start", ID)).isZero();
            await().until(() -> order().contains("startContainer.second")); // which "start" does not wait for
            await().until(() -> run(runtime, "delete", ID) == 0);
            // A delete that comes too early fails after its first hook.
            List<String> order = order().stream().distinct().toList();
            assertThat(order).containsExactlyInAnyOrderElementsOf(wanted());
            assertThat(withoutPoststart(order)).isEqualTo(withoutPoststart(wanted()));
        } finally {
            run(runtime, "delete", "--force", ID);
        }
    }

    private int run(String runtime, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "umount --lazy /sys/fs/cgroup/unified 2>/dev/null; exec \"$@\"",
                "sh",
                runtime,
                "--root",
                bundle.folder().resolve("others").toString()));
        line.addAll(List.of(words));
        return new ProcessBuilder(line)
                .directory(bundle.folder().toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}

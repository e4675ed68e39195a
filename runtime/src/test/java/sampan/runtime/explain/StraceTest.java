package sampan.runtime.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.oci.spec.Mount;
import sampan.oci.spec.Spec;
import sampan.runtime.launch.HostFacts;
import sampan.runtime.launch.LaunchCompiler;
import sampan.runtime.launch.LaunchRequest;
import sampan.runtime.launch.Launcher;
import sampan.runtime.launch.Machine;
import sampan.runtime.launch.Outcome;
import sampan.runtime.launch.Rootfs;
import sampan.runtime.launch.Specs;
import sampan.runtime.program.Program;

/** What is explained is what strace(1) sees, call by call, number by number. */
final class StraceTest {
    private static final Path STRACE = Path.of("/usr/bin/strace");

    @TempDir
    Path folder;

    private void agrees(Spec spec) throws Exception {
        Machine.mustBeRoot();
        assumeTrue(Files.isExecutable(STRACE), "needs strace");
        Path root = Machine.rootfs(folder.resolve("root"));
        Path launch = Files.createSymbolicLink(folder.resolve("sampan-launch"), Machine.launchBinary());
        Path log = folder.resolve("log");
        Program program = LaunchCompiler.compile(
                LaunchRequest.of("test", spec, new Rootfs.DirectoryRoot(root.toString(), false), HostFacts.read())
                        .withMonitor(Launcher.WATCHED));
        try (Fd strace = Open.open(STRACE, OpenFlags.O_RDONLY)) {
            Outcome outcome = new Launcher()
                    .run(
                            program,
                            strace,
                            List.of(
                                    "strace",
                                    "-f",
                                    "-qq",
                                    "-e",
                                    "raw=all",
                                    "-e",
                                    "signal=none",
                                    "-o",
                                    log.toString(),
                                    "--",
                                    launch.toString()));
            assertThat(outcome.out()).as(outcome.message()).isEqualTo("done\n");
        }
        Map<Integer, List<TracedCall>> calls = TracedCall.read(Files.readAllLines(log));
        int launcher = calls.keySet().iterator().next();
        Replay parent = new Replay(program, calls.get(launcher));
        OptionalLong child = parent.run();
        assertThat(child).as("the child's pid").isPresent();
        Optional<String> last =
                parent.childOf(calls.get((int) child.getAsLong())).lastCall();
        assertThat(last).contains("execve");
    }

    @Test
    void aContainerOfDockersKind() throws Exception {
        agrees(Specs.shell("echo done"));
    }

    @Test
    void aContainerWithMountsAndAnotherUser() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        agrees(Specs.process(
                Specs.mount(
                        Specs.shell("echo done"),
                        Mount.bind(data.toString(), "/some/where", "rbind", "ro", "rprivate"),
                        Mount.of("/tmp", "tmpfs", "tmpfs")),
                process -> process.cwd("/made/here")
                        .noNewPrivileges(true)
                        .user(sampan.oci.spec.User.of(1000, 1000, List.of(4L)))));
    }
}

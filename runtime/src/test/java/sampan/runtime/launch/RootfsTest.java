package sampan.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sampan.oci.spec.Spec;

/** A test on the real kernel: each has a root file system of its own. */
abstract class RootfsTest {
    @TempDir
    Path folder;

    Path root;
    Host host;

    @BeforeEach
    void makeRoot() throws IOException {
        Machine.mustBeRoot();
        root = Machine.rootfs(folder.resolve("root"));
        host = HostFacts.read();
    }

    /** Shell that counts who has this command line, once somebody has: execve(2) says that it works a moment before it is there. */
    static String seen(String commandLine) {
        return "i=0; until ps | grep -q '%1$s$' || [ $((i += 1)) -gt 3000 ]; do sleep 0.01; done; ps | grep -c '%1$s$'"
                .formatted(commandLine);
    }

    LaunchRequest request(Spec spec) {
        return LaunchRequest.of("test", spec, new Rootfs.DirectoryRoot(root.toString(), false), host);
    }

    Outcome run(Spec spec) throws IOException, InterruptedException {
        return new Launcher().run(request(spec));
    }

    String output(Spec spec) throws IOException, InterruptedException {
        Outcome outcome = run(spec);
        assertThat(outcome.failure()).as(outcome.message()).isEmpty();
        return outcome.out().strip();
    }
}

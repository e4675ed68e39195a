package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A list repeats what it said of a container as long as nothing of it has changed, and no longer. */
final class ListChangesTest extends ClientTest {
    private static final String DOCKER = "/usr/local/bin/docker";

    private String docker(String... words) {
        String[] line = Stream.concat(Stream.of(DOCKER), Stream.of(words)).toArray(String[]::new);
        return Sampan.finish(new byte[0], program(line)).succeeds().line();
    }

    /** What a list says twice, of the one container. */
    private String listed(String format) {
        String said = docker("ps", "-a", "--format", format);
        assertThat(docker("ps", "-a", "--format", format)).isEqualTo(said);
        return said;
    }

    private List<String> networks() {
        return Stream.of(docker("ps", "-a", "--format", "{{.Networks}}").split(","))
                .sorted()
                .toList();
    }

    @Test
    void eachChangeIsSeenInTheNextList() {
        assumeTrue(Files.isExecutable(Path.of(DOCKER)), DOCKER + " is not installed");
        docker("create", "--name", "one", BUSYBOX, "sleep", "1000");
        assertThat(listed("{{.Names}} {{.State}} {{.Networks}}")).isEqualTo("one created bridge");

        docker("rename", "one", "two");
        assertThat(listed("{{.Names}}")).isEqualTo("two");

        docker("start", "two");
        assertThat(listed("{{.State}}")).isEqualTo("running");

        docker("pause", "two");
        assertThat(listed("{{.State}}")).isEqualTo("paused");
        assertThat(docker("ps", "--format", "{{.Status}}")).endsWith("(Paused)");

        docker("unpause", "two");
        assertThat(docker("ps", "--format", "{{.Status}}")).doesNotContain("Paused");

        docker("network", "create", "later");
        docker("network", "connect", "later", "two");
        assertThat(networks()).containsExactly("bridge", "later");

        docker("network", "disconnect", "bridge", "two");
        assertThat(networks()).containsExactly("later");

        docker("kill", "two");
        docker("wait", "two");
        assertThat(listed("{{.State}}")).isEqualTo("exited");
        assertThat(docker("ps", "-a", "--format", "{{.Status}}")).startsWith("Exited (137)");

        docker("rm", "two");
        docker("network", "rm", "later");
        assertThat(docker("ps", "-aq")).isEmpty();
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clients of other languages, each by a program that uses what there is in them: dockerode, which {@code check} fetches from npm, and Debian's docker-py. */
final class ScriptedClientsTest extends ClientTest {
    private static final Path PROGRAMS = Path.of("src/test").toAbsolutePath();
    private static final Path PYTHON = Path.of("/usr/bin/python3");

    /** What a session that broke off has left behind. */
    @AfterEach
    void removeTheRest() {
        removeContainers();
        sampan().run("network", "prune", "-f");
        sampan().run("volume", "prune", "-af");
    }

    @Test
    void dockerodeOfNode() {
        Path program = PROGRAMS.resolve("js/session.js");
        assumeTrue(
                Files.exists(program.resolveSibling("node_modules/dockerode")),
                "dockerode was not fetched: npm ci in " + program.getParent());
        Sampan.Result session = Sampan.finish(new byte[0], program("node", program.toString()));
        assertThat(session.succeeds().out().lines())
                .containsExactly("engine", "run", "attach", "exec", "logs", "life", "files", "network", "events");
    }

    @Test
    void dockerPyOfDebian() {
        assumeTrue(
                Sampan.finish(new byte[0], program(PYTHON.toString(), "-c", "import docker"))
                                .code()
                        == 0,
                "python3-docker is not installed");
        Sampan.Result session = Sampan.finish(
                new byte[0],
                program(PYTHON.toString(), PROGRAMS.resolve("python/session.py").toString()));
        assertThat(session.succeeds().out().lines())
                .containsExactly("engine", "run", "processes", "web_socket", "logs", "files", "networks", "events");
    }
}

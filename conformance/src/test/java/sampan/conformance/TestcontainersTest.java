package sampan.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Testcontainers with nothing changed but DOCKER_HOST, in a JVM of its own, for it reads its surroundings once. Its reaper and the image it tries an engine
 * with come from Docker Hub: the one is switched off and the other replaced, as its manual says.
 */
final class TestcontainersTest extends ClientTest {
    @TempDir
    private Path home;

    @Test
    void aProjectsTestsPass() throws IOException {
        Files.writeString(home.resolve(".testcontainers.properties"), "testcontainers.reuse.enable=true\n");
        ProcessBuilder java = program(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Duser.home=" + home,
                "-Djava.io.tmpdir=" + home,
                "-Dsampan.data-root=" + sampan().dataRoot(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "org.junit.platform.console.ConsoleLauncher",
                "execute",
                "--disable-banner",
                "--disable-ansi-colors",
                "--select-class=" + ProjectWithTestcontainers.class.getName(),
                "--include-classname=.*");
        java.environment().put("TESTCONTAINERS_RYUK_DISABLED", "true");
        java.environment().put("TESTCONTAINERS_TINYC_CONTAINER_IMAGE", BUSYBOX);
        Sampan.finish(new byte[0], java).succeeds();
    }
}

package sampan.conformance;

import static sampan.conformance.Patience.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** A test class whose engine serves the API to a client that nobody here wrote. What a test leaves of containers is removed. */
abstract class ClientTest extends EngineTest {
    @BeforeAll
    void serve() {
        sampan().run("info").succeeds();
        await().until(() -> Files.exists(socket()));
    }

    @AfterEach
    void removeContainers() {
        for (String id : sampan().run("ps", "-aq").line().lines().toList()) {
            sampan().run("rm", "-f", "-v", id);
        }
    }

    Path socket() {
        return sampan().execRoot().resolve("sampan.sock");
    }

    /** What {@code DOCKER_HOST} says. */
    String host() {
        return "unix://" + socket();
    }

    /** A program that finds the engine by {@code DOCKER_HOST}. */
    ProcessBuilder program(String... words) {
        ProcessBuilder builder = new ProcessBuilder(List.of(words));
        builder.environment().keySet().removeIf(name -> name.startsWith("DOCKER_"));
        builder.environment().put("DOCKER_HOST", host());
        return builder;
    }
}

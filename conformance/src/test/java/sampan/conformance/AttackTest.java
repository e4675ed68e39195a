package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * Attacks that once worked on a container engine, each named after the entry of the CVE list that describes it. After each of them the
 * host must be as it was.
 */
abstract class AttackTest extends EngineTest {
    private final AtomicInteger images = new AtomicInteger();

    private @Nullable Canary canary;
    private @Nullable Path folder;

    @BeforeAll
    void makeCanary() {
        canary = Canary.make();
    }

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("attack");
    }

    @AfterEach
    void theHostIsUntouched() {
        Sampan.delete(folder());
        canary().isUntouched();
    }

    @AfterAll
    void removeCanary() {
        canary().close();
    }

    Canary canary() {
        return Objects.requireNonNull(canary);
    }

    /** A folder of this test's own on the host. */
    Path folder() {
        return Objects.requireNonNull(folder);
    }

    /** Imports what must be accepted, and returns the image's name. */
    String image(HostileTar tar, String... changes) {
        String name = "localhost/hostile" + images.incrementAndGet();
        var arguments = new ArrayList<>(List.of("import"));
        for (String change : changes) {
            arguments.add("--change");
            arguments.add(change);
        }
        arguments.addAll(List.of("-", name));
        sampan().runWith(tar.bytes(), arguments.toArray(String[]::new)).succeeds();
        return name;
    }

    /** Runs a shell line in a new container of an image; whatever comes of it, nothing of the canary is in its output. */
    Sampan.Result attack(String image, String line, String... flags) {
        var arguments = new ArrayList<>(List.of("run", "--rm"));
        arguments.addAll(List.of(flags));
        arguments.addAll(List.of(image, "sh", "-c", line));
        Sampan.Result result = canary().isUnseenIn(sampan().run(arguments.toArray(String[]::new)));
        assertThat(result.err()).doesNotContain("Exception", "\tat ");
        return result;
    }

    /** Starts a container in the background and returns its id. */
    String background(String image, String line, String... flags) {
        var arguments = new ArrayList<>(List.of("run", "-d"));
        arguments.addAll(List.of(flags));
        arguments.addAll(List.of(image, "sh", "-c", line));
        return sampan().run(arguments.toArray(String[]::new)).succeeds().line();
    }

    /** Runs a shell line in a running container. */
    Sampan.Result exec(String id, String line, String... flags) {
        var arguments = new ArrayList<>(List.of("exec"));
        arguments.addAll(List.of(flags));
        arguments.addAll(List.of(id, "sh", "-c", line));
        return canary().isUnseenIn(sampan().run(arguments.toArray(String[]::new)));
    }

    void remove(String id) {
        sampan().run("rm", "-f", "-v", id).succeeds();
    }
}

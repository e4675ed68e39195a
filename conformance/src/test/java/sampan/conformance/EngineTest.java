package sampan.conformance;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** A test class with one engine for all its tests, checked for leaks after the engine is gone. */
@ExtendWith(LeakCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EngineTest {
    static final String BUSYBOX = "localhost/busybox";

    private @org.jspecify.annotations.Nullable Sampan sampan;

    @BeforeAll
    void startEngine() {
        sampan = roots();
    }

    /** Whose engine the tests of this class have. */
    Sampan roots() {
        return Sampan.usual();
    }

    @AfterAll
    void endEngine() {
        if (sampan != null) {
            sampan.close();
        }
    }

    Sampan sampan() {
        return java.util.Objects.requireNonNull(sampan);
    }

    /** Runs a shell line in a new container that is removed afterwards, and returns what it printed. */
    String sh(String line, String... flags) {
        return inContainer(line, flags).succeeds().line();
    }

    /** As {@link #sh}, whatever the exit code. */
    Sampan.Result inContainer(String line, String... flags) {
        var arguments = new java.util.ArrayList<>(java.util.List.of("run", "--rm"));
        arguments.addAll(java.util.List.of(flags));
        arguments.addAll(java.util.List.of(BUSYBOX, "sh", "-c", line));
        return sampan().run(arguments.toArray(String[]::new));
    }

    /** What {@code events} tells of the last hour. */
    Sampan.Result told(String... flags) {
        var arguments = new java.util.ArrayList<>(java.util.List.of("events", "--since", "1h", "--until", "0s"));
        arguments.addAll(java.util.List.of(flags));
        return sampan().run(arguments.toArray(String[]::new));
    }
}

package sampan.conformance;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A test class with one engine that has a policy, and no container before a test. */
@ExtendWith(LeakCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class PolicyEngineTest {
    static final int ONE = PolicyEngine.ONE;
    static final int OTHER = PolicyEngine.OTHER;
    static final int MEMBER = PolicyEngine.MEMBER;

    @TempDir
    static Path folder;

    private @Nullable PolicyEngine started;

    @BeforeAll
    void start() throws Exception {
        started = new PolicyEngine(folder);
    }

    @AfterAll
    void end() {
        if (started != null) {
            started.close();
        }
    }

    @AfterEach
    void removeContainers() {
        List<String> all = engine().sampan().run("ps", "-aq").line().lines().toList();
        all.forEach(id -> engine().sampan().run("rm", "-f", "-v", id));
    }

    PolicyEngine engine() {
        return Objects.requireNonNull(started);
    }

    /** Of root, to whom no rule applies. */
    void rootsContainer() {
        engine().sampan()
                .run("run", "-d", "--name", "roots", "--network", "none", PolicyEngine.BUSYBOX, "sleep", "1000")
                .succeeds();
    }
}

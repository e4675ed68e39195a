package sampan.conformance;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test class of {@code sampan-runtime} beside an engine that runs, with a bundle of its own for each test. */
abstract class RuntimeTest extends EngineTest {
    RuntimeBundle bundle;

    @BeforeEach
    void makeBundle() throws IOException {
        sampan().run("version").succeeds();
        bundle = new RuntimeBundle(sampan().execRoot());
    }

    @AfterEach
    void removeBundle() throws IOException {
        bundle.close();
    }
}

package sampan.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A test class with a bundle of runc's and one of Sampan's for each of its tests, which makes the containers. */
abstract class FreshPairTest extends EngineTest {
    static final String ID = BesideRunc.ID;

    BesideRunc pair;
    RuntimeBundle bundle;

    @BeforeAll
    static void needsRunc() {
        assumeTrue(Files.isExecutable(Path.of(BesideRunc.RUNC)), "runc is not installed");
    }

    @BeforeEach
    void makeBundles() throws IOException {
        sampan().run("version").succeeds();
        pair = new BesideRunc(sampan().execRoot());
        bundle = pair.bundle();
    }

    @AfterEach
    void removeBundles() throws IOException {
        pair.close();
    }

    @AfterAll
    static void removeParents() throws IOException {
        BesideRunc.removeParents();
    }
}

package sampan.core;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.process.Credentials;

/** A test class with one engine in this JVM, which has no container before a test and leaves nothing. */
abstract class EngineInThisJvm {
    static final String IMAGE = "localhost/busybox";

    @TempDir
    static Path folder;

    static Engine engine;
    private static Leaks before;

    @BeforeAll
    static void open() throws IOException {
        assumeThat(Credentials.effectiveUid()).isZero();
        before = Leaks.now(folder);
        engine = Engine.open(folder);
    }

    @AfterEach
    void removeAll() {
        engine.containers().list().forEach(container -> container.remove(true, true));
    }

    @AfterAll
    static void leavesNothing() {
        if (engine != null) {
            engine.close();
            engine = null;
            before.assertNone();
        }
    }
}

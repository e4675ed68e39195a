package sampan.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A test class with one running container of runc's and one of Sampan's, for all its calls. */
abstract class RuncPairTest extends EngineTest {
    private Optional<BesideRunc> made = Optional.empty();

    /** Edits of the usual configuration, as {@link BesideRunc#write} takes them. */
    List<String> edits() {
        return List.of();
    }

    @BeforeAll
    void makePair() throws IOException {
        assumeTrue(Files.isExecutable(Path.of(BesideRunc.RUNC)), "runc is not installed");
        sampan().run("version").succeeds();
        BesideRunc pair = new BesideRunc(sampan().execRoot());
        made = Optional.of(pair);
        pair.write(edits());
        pair.both("create", BesideRunc.ID);
        pair.both("start", BesideRunc.ID);
    }

    @AfterAll
    void removePair() throws IOException {
        if (made.isPresent()) {
            made.get().close();
            BesideRunc.removeParents();
        }
    }

    BesideRunc pair() {
        return made.orElseThrow();
    }
}

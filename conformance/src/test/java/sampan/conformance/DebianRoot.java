package sampan.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** A real root file system: Debian with a web server and a database. {@code conformance/debian-root} made it before the tests. */
final class DebianRoot {
    private static final Path TAR = Path.of("target/debian.tar").toAbsolutePath();

    private DebianRoot() {}

    /** Where no packages could be had, the tests are skipped. */
    static void importAs(Sampan sampan, String name) {
        assumeTrue(Files.exists(TAR), "conformance/debian-root was not run, or could not have Debian's packages");
        sampan.run("import", TAR.toString(), name).succeeds();
    }
}

package sampan.conformance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A real root file system: Debian with a web server and a database, made by mmdebstrap once and kept below {@code target}. It has no manuals, no translations, and
 * nothing for queries that are longer than ours.
 */
final class DebianRoot {
    private static final Path TAR = Path.of("target/debian.tar").toAbsolutePath();

    private DebianRoot() {}

    /** Where no packages can be had, the tests are skipped. */
    static void importAs(Sampan sampan, String name) throws IOException, InterruptedException {
        if (!Files.exists(TAR)) {
            assumeTrue(make(), "no Debian packages can be had here");
        }
        sampan.run("import", TAR.toString(), name).succeeds();
    }

    private static boolean make() throws IOException, InterruptedException {
        Path half = Files.createDirectories(TAR.getParent()).resolve("debian.tar.half");
        Process made = new ProcessBuilder(
                        "mmdebstrap",
                        "--quiet",
                        "--format=tar",
                        "--variant=minbase",
                        "--include=procps,less,nginx-light,postgresql-15",
                        "--dpkgopt=path-exclude=/usr/share/doc/*",
                        "--dpkgopt=path-exclude=/usr/share/man/*",
                        "--dpkgopt=path-exclude=/usr/share/locale/*",
                        "--dpkgopt=path-exclude=/usr/lib/x86_64-linux-gnu/libLLVM*",
                        "bookworm",
                        half.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!made.waitFor(10, TimeUnit.MINUTES) || made.exitValue() != 0) {
            made.destroyForcibly();
            Files.deleteIfExists(half);
            return false;
        }
        Files.move(half, TAR);
        return true;
    }
}

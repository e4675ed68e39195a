package sampan.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Which criu the tests use: Debian 12's cannot start on kernels from 6.13 on, whose vDSO has one more part than it knows. */
final class CriuCheck {
    /** The one that is installed, or that SAMPAN_TEST_CRIU names. */
    static final String PROGRAM = System.getenv().getOrDefault("SAMPAN_TEST_CRIU", "criu");

    private CriuCheck() {}

    /** Says on stdout why not. */
    static boolean works(String program) {
        return check(program, "check");
    }

    /** @param feature of the kernel's, as criu calls it; says on stdout where it is missing */
    static boolean has(String feature) {
        return check(PROGRAM, "check", "--feature", feature);
    }

    private static boolean check(String... line) {
        try {
            Process check = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean works = check.waitFor() == 0;
            if (!works) {
                System.out.println("criu does not work on this kernel: " + said.strip());
            }
            return works;
        } catch (IOException none) {
            System.out.println("criu is not installed");
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

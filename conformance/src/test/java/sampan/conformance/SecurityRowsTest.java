package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** SECURITY.md names no test that is not there; and leaves no known attack on processes, mounts, images, registries, networks, limits and filters out. */
final class SecurityRowsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path CATALOGUE = ROOT.resolveSibling("shared/anchors/security.md");
    private static final List<String> GROUPS =
            List.of("1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.8", "1.9", "1.10", "1.11", "1.12");

    /** A class and the tests of it that follow, up to the next class or cell. */
    private static final Pattern NAMED =
            Pattern.compile("`([A-Z]\\w+Test)`: ((?:`\\w+`(?:, | and | \\([^)]*\\),? ?)?)+)");

    private static final Pattern QUOTED = Pattern.compile("`(\\w+)`");
    private static final Pattern NUMBER = Pattern.compile("20[0-2][0-9]-[0-9]{3,5}");

    @Test
    void everyTestThatIsNamedIsThere() throws IOException {
        Map<String, String> sources = sources();
        Set<String> missing = new TreeSet<>();
        int named = 0;
        for (Matcher place = NAMED.matcher(page()); place.find(); ) {
            String source = sources.getOrDefault(place.group(1), "");
            for (Matcher test = QUOTED.matcher(place.group(2)); test.find(); named++) {
                if (!source.contains("void " + test.group(1))) {
                    missing.add(place.group(1) + "." + test.group(1));
                }
            }
        }
        assertThat(named).isGreaterThan(100);
        assertThat(missing).isEmpty();
    }

    @Test
    void noKnownAttackIsLeftOut() throws IOException {
        assumeTrue(Files.exists(CATALOGUE), "no catalogue of attacks beside this checkout");

        Set<String> told = told(page());
        Set<String> missing = new TreeSet<>();
        boolean asked = false;
        for (String line : Files.readAllLines(CATALOGUE)) {
            if (line.startsWith("### ")) {
                asked = GROUPS.contains(line.split(" ")[1]);
            } else if (asked && line.startsWith("| ")) {
                NUMBER.matcher(line.split("\\|")[1])
                        .results()
                        .map(number -> number.group())
                        .filter(number -> !told.contains(number))
                        .forEach(missing::add);
            }
        }
        assertThat(missing).isEmpty();
    }

    /** {@code CVE-2025-31133, -52565} are two. */
    private static Set<String> told(String page) {
        Set<String> told = new TreeSet<>();
        for (Matcher run = Pattern.compile("CVE-(\\d{4})-\\d+(?:, -\\d+)*").matcher(page); run.find(); ) {
            for (Matcher number = Pattern.compile("-(\\d+)(?=,|$)").matcher(run.group()); number.find(); ) {
                told.add(run.group(1) + "-" + number.group(1));
            }
        }
        return told;
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("SECURITY.md"));
    }

    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (Path module : modules()) {
            try (Stream<Path> files = Files.walk(module)) {
                for (Path file : files.filter(file -> file.toString().endsWith("Test.java"))
                        .toList()) {
                    sources.put(file.getFileName().toString().replace(".java", ""), Files.readString(file));
                }
            }
        }
        return sources;
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(ROOT)) {
            return folders.map(folder -> folder.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }
    }
}

package sampan.core.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;

/**
 * What an image calls itself (os-release(5)).
 *
 * @param id {@code debian}; empty: nobody says
 * @param version {@code 12}
 * @param name for people
 */
public record Distribution(String id, String version, String name) {
    static final Distribution UNKNOWN = new Distribution("", "", "");

    /** {@code debian-12}. */
    String label() {
        return version.isEmpty() ? id : id + "-" + version;
    }

    static Distribution parse(byte[] release) {
        Map<String, String> values = new HashMap<>();
        new String(release, UTF_8).lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1).replaceAll("^[\"']|[\"']$", ""));
            }
        });
        return new Distribution(
                values.getOrDefault("ID", ""),
                values.getOrDefault("VERSION_ID", ""),
                values.getOrDefault("PRETTY_NAME", values.getOrDefault("NAME", "")));
    }
}

package sampan.core.system;

import java.nio.file.Path;
import java.util.Optional;

/**
 * os-release(5) of the host.
 *
 * @param name for people, with its version
 */
record OsRelease(String name, String version) {
    static OsRelease read() {
        return parse(SmallText.read(Path.of("/etc/os-release"))
                .or(() -> SmallText.read(Path.of("/usr/lib/os-release")))
                .orElse(""));
    }

    static OsRelease parse(String text) {
        return new OsRelease(
                value(text, "PRETTY_NAME").orElse("Linux"),
                value(text, "VERSION_ID").orElse(""));
    }

    /** Values are quoted as in a shell; the last assignment counts. */
    private static Optional<String> value(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key + "="))
                .map(line -> unquote(line.substring(key.length() + 1).strip()))
                .reduce((earlier, later) -> later);
    }

    private static String unquote(String value) {
        boolean quoted = value.length() >= 2
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(value.length() - 1) == value.charAt(0);
        String bare = quoted ? value.substring(1, value.length() - 1) : value;
        return bare.replaceAll("\\\\(.)", "$1");
    }
}

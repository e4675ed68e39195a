package sampan.core.sbom;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Paragraphs of {@code Key: value} lines, one after the other: dpkg's status, apk's database, the head of Python's metadata. Only the keys
 * that are asked for are kept, and of a line only its beginning, however long the file.
 */
final class Stanzas {
    private static final int LONGEST_LINE = 4096;

    private final InputStream stream;
    private final Set<String> keys;
    private boolean ended;

    /** @param stream buffered; stays the caller's */
    Stanzas(InputStream stream, Set<String> keys) {
        this.stream = stream;
        this.keys = keys;
    }

    boolean hasEnded() {
        return ended;
    }

    /** The next paragraph, which may be empty; the first of several values of a key counts. */
    Map<String, String> next() throws IOException {
        Map<String, String> values = new HashMap<>();
        while (!ended) {
            String line = line();
            if (line.isEmpty()) {
                return values;
            }
            int colon = line.indexOf(':');
            if (colon > 0 && keys.contains(line.substring(0, colon))) {
                values.putIfAbsent(
                        line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return values;
    }

    private String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (true) {
            int next = stream.read();
            if (next < 0 || next == '\n') {
                ended = next < 0;
                String line = bytes.toString(UTF_8);
                return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
            }
            if (bytes.size() < LONGEST_LINE) {
                bytes.write(next);
            }
        }
    }
}

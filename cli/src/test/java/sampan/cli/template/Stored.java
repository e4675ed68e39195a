package sampan.cli.template;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Files beside the tests. */
final class Stored {
    private Stored() {}

    static String read(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(Stored.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

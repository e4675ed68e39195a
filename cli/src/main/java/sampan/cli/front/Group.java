package sampan.cli.front;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** /etc/group of the host. */
public final class Group {
    private static final int FIELDS = 4;

    private Group() {}

    /** The id of a group, by its name. */
    public static OptionalLong id(Path file, String name) {
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                String[] fields = line.split(":", FIELDS);
                if (fields.length >= FIELDS - 1 && fields[0].equals(name)) {
                    return OptionalLong.of(Long.parseUnsignedLong(fields[2]));
                }
            }
        } catch (IOException | NumberFormatException unreadable) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}

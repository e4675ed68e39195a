package sampan.cli.front;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;

/** /etc/group of the host. */
public final class Group {
    private static final int FIELDS = 4;

    private Group() {}

    /** The id of a group, by its name. */
    public static OptionalLong id(Path file, String name) {
        try {
            String text = text(file);
            for (int from = 0, end; from < text.length(); from = end + 1) {
                end = text.indexOf('\n', from);
                end = end < 0 ? text.length() : end;
                String[] fields = text.substring(from, end).split(":", FIELDS);
                if (fields.length >= FIELDS - 1 && fields[0].equals(name)) {
                    return OptionalLong.of(Long.parseUnsignedLong(fields[2]));
                }
            }
        } catch (IOException | NumberFormatException unreadable) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    /** An engine that starts has this kind of stream already, and would have to load twenty classes for java.nio.file's. */
    private static String text(Path file) throws IOException {
        try (FileInputStream in = new FileInputStream(file.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }
}

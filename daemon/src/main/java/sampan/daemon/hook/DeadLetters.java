package sampan.daemon.hook;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import sampan.core.event.Event;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Events that no attempt delivered: a line of JSON each, in a file that is turned over once it is large. */
final class DeadLetters {
    private static final Logger LOG = System.getLogger(DeadLetters.class.getName());
    private static final long LARGE = 4L << 20;

    private final Path file;

    DeadLetters(Path file) {
        this.file = file;
    }

    synchronized void add(EventHook hook, Event event, String reason, Instant when) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        line.put("time", when.toString());
        line.put("hook", hook.url().map(Object::toString).orElseGet(() -> String.join(" ", hook.command())));
        line.put("error", reason);
        line.set("event", event.json());
        try {
            if (!Files.exists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } else if (Files.size(file) > LARGE) {
                Files.move(file, Path.of(file + ".1"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(
                    file, line + "\n", StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException full) {
            LOG.log(Level.ERROR, "an event is lost: " + full.getMessage());
        }
    }
}

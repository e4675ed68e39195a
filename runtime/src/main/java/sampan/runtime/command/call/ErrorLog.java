package sampan.runtime.command.call;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.Fd;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Write;
import sampan.runtime.command.json.GoJson;

/**
 * Where errors go: a line in logrus' text or JSON form, as managers read it.
 *
 * @param file appended to; empty: the caller's stderr
 * @param debug whether it shows the steps of a command, too
 */
public record ErrorLog(Invocation invocation, Optional<String> file, boolean json, boolean debug) {
    private static final int MODE = 0644;

    public static ErrorLog of(Invocation invocation, Globals globals) {
        return new ErrorLog(invocation, globals.log(), globals.json(), globals.debug());
    }

    /** With a log file, the caller's stderr shows the bare sentence as well. */
    public void error(String message) throws IOException {
        write("error", message);
        if (file.isPresent()) {
            invocation.err(message + "\n");
        }
    }

    public void warning(String message) throws IOException {
        write("warning", message);
    }

    /** A step that is done, for who asks for that. */
    public void debug(String message) throws IOException {
        if (debug) {
            write("debug", message);
        }
    }

    /** Makes the log, as runc does before anything else. */
    public void open() throws IOException {
        if (file.isPresent()) {
            append("");
        }
    }

    private void write(String level, String message) throws IOException {
        String line = line(level, message);
        if (file.isEmpty()) {
            invocation.err(line);
        } else {
            append(line);
        }
    }

    private void append(String line) throws IOException {
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND;
        try (Fd log = invocation.open(file.orElseThrow(), flags, MODE)) {
            Write.fully(log, line.getBytes(StandardCharsets.UTF_8));
        }
    }

    private String line(String level, String message) {
        String time = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        if (json) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("level", level);
            fields.put("msg", message);
            fields.put("time", time);
            return GoJson.line(fields) + "\n";
        }
        if (file.isEmpty() && invocation.isTerminal(2)) {
            String short4 = level.substring(0, 4).toUpperCase(java.util.Locale.ROOT);
            int colour = switch (level) {
                case "error" -> 31;
                case "debug" -> 37;
                default -> 33;
            };
            return "\u001b[" + colour + "m" + short4 + "\u001b[0m[0000] " + message + "\n";
        }
        return "time=\"" + time + "\" level=" + level + " msg=" + quoted(message) + "\n";
    }

    /** Only what needs it is in quotes. */
    private static String quoted(String message) {
        boolean plain = !message.isEmpty()
                && message.chars()
                        .allMatch(c -> (Character.isLetterOrDigit(c) && c < 128) || "-._/@^+".indexOf(c) >= 0);
        return plain ? message : GoJson.quoted(message);
    }
}

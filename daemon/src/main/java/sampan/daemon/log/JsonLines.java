package sampan.daemon.log;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tinylog.Level;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.writers.Writer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes to stderr what dockerd writes with {@code --log-format json}: an object a line, with {@code level}, {@code msg} and {@code time}. */
public final class JsonLines implements Writer {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.nnnnnnnnnXXX", Locale.ROOT);

    /** @param settings of the logger's configuration, none of which counts */
    public JsonLines(Map<String, String> settings) {}

    @Override
    public Collection<LogEntryValue> getRequiredLogEntryValues() {
        return Set.of(LogEntryValue.DATE, LogEntryValue.LEVEL, LogEntryValue.MESSAGE, LogEntryValue.EXCEPTION);
    }

    @Override
    public void write(LogEntry entry) {
        ObjectNode line = JsonMapper.shared().createObjectNode();
        if (entry.getException() != null) {
            line.put("error", entry.getException().toString());
        }
        line.put("level", word(entry.getLevel()))
                .put("msg", entry.getMessage())
                .put("time", TIME.format(entry.getTimestamp().toInstant().atZone(ZoneId.systemDefault())));
        System.err.println(line);
    }

    private static String word(Level level) {
        return level == Level.WARN ? "warning" : level.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void flush() {
        System.err.flush();
    }

    @Override
    public void close() {
        flush();
    }
}

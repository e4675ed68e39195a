package sampan.core.plan;

import static sampan.core.plan.Refusal.when;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sampan.core.config.LogConfig;
import sampan.core.error.EngineException;
import sampan.core.log.remote.Destination;
import sampan.core.log.remote.SyslogOptions;

/** {@code --log-driver} and {@code --log-opt}. */
public final class LogRules {
    public static final String LOCAL = "local";
    public static final String JSON_FILE = "json-file";
    public static final String NONE = "none";

    private static final String FAILED = "failed to initialize logging driver: ";
    private static final String SIZE = "max-size";
    private static final String FILES = "max-file";
    private static final String COMPRESS = "compress";
    private static final Set<String> NAMED = Set.of("labels", "labels-regex", "env", "env-regex", "tag");
    private static final Map<String, Set<String>> OPTIONS = Map.of(
            LOCAL,
            Set.of(SIZE, FILES, COMPRESS),
            JSON_FILE,
            Set.of(SIZE, FILES, COMPRESS, "labels", "labels-regex", "env", "env-regex", "tag"),
            NONE,
            Set.of(),
            Destination.JOURNALD,
            NAMED,
            Destination.SYSLOG,
            SyslogOptions.NAMES);
    private static final Set<String> OTHERS = Set.of("gelf", "fluentd", "awslogs", "splunk", "gcplogs");
    /** Of the local log that drivers have which keep theirs elsewhere. */
    private static final String NO_CACHE = "cache-disabled";

    private static final String CACHE = "cache-";
    private static final String MODE = "mode";
    private static final String BUFFER = "max-buffer-size";
    private static final String NON_BLOCKING = "non-blocking";
    private static final Set<String> OF_ALL =
            Set.of(MODE, BUFFER, NO_CACHE, CACHE + SIZE, CACHE + FILES, CACHE + COMPRESS);
    private static final long LOCAL_SIZE = 20L << 20;
    private static final int LOCAL_FILES = 5;

    private LogRules() {}

    /**
     * How a log is bounded.
     *
     * @param maxSize bytes of one file; 0: without end
     */
    public record Bounds(long maxSize, int maxFiles) {}

    /** Of all containers that say nothing themselves. */
    public static void check(LogConfig asked) {
        var _ = checked(asked);
    }

    /** The same with the driver named. */
    static LogConfig checked(LogConfig asked) {
        String type = asked.type().isEmpty() ? LOCAL : asked.type();
        if (OTHERS.contains(type)) {
            throw new EngineException.NotSupported(
                    "the log driver " + type + " is not supported; local, json-file, journald, syslog and none are");
        }
        mode(asked.config());
        cache(asked.config());
        Set<String> known = OPTIONS.get(type);
        if (known == null) {
            throw new EngineException.InvalidArgument(
                    "error looking up logging plugin " + type + ": plugin \"" + type + "\" not found");
        }
        for (String option : asked.config().keySet()) {
            boolean ofAll = OF_ALL.contains(option);
            when(!ofAll && !known.contains(option), "unknown log opt '" + option + "' for " + type + " log driver");
        }
        LogConfig checked = new LogConfig(type, asked.config());
        Bounds bounds = bounds(checked);
        compress(checked, bounds);
        if (type.equals(Destination.SYSLOG)) {
            SyslogOptions.parse(asked.config());
        }
        return checked;
    }

    /** A file never keeps a container waiting for long: both modes are one here. */
    private static void mode(Map<String, String> options) {
        String mode = options.getOrDefault(MODE, "");
        when(!Set.of("", "blocking", NON_BLOCKING).contains(mode), "logger: logging mode not supported: " + mode);
        when(
                options.containsKey(BUFFER) && !mode.equals(NON_BLOCKING),
                "logger: max-buffer-size option is only supported with 'mode=" + NON_BLOCKING + "'");
        String buffer = options.getOrDefault(BUFFER, "");
        when(
                !buffer.isEmpty() && Sizes.parse(buffer).isEmpty(),
                "error parsing option max-buffer-size: invalid size: '" + buffer + "'");
    }

    private static void cache(Map<String, String> options) {
        String disabled = options.getOrDefault(NO_CACHE, "");
        when(
                !disabled.isEmpty() && truth(disabled).isEmpty(),
                "invalid value for option " + NO_CACHE + ": " + disabled);
    }

    /** Files are never compressed here; what says neither yes nor no, or cannot be done, is refused all the same. */
    private static void compress(LogConfig config, Bounds bounds) {
        String wanted = config.config().getOrDefault(COMPRESS, "");
        boolean local = config.type().equals(LOCAL);
        String reading = local ? "error reading compress log option: " : "";
        when(
                !wanted.isEmpty() && truth(wanted).isEmpty(),
                FAILED + reading + "strconv.ParseBool: parsing \"" + wanted + "\": invalid syntax");
        if (!truth(wanted).orElse(false)) {
            return;
        }
        when(local && bounds.maxFiles() < 2, FAILED + "compression cannot be enabled when max file count is 1");
        when(
                config.type().equals(JSON_FILE) && (bounds.maxFiles() < 2 || bounds.maxSize() == 0),
                FAILED + "compress cannot be true when max-file is less than 2 or max-size is not set");
    }

    /** As Go reads it. */
    private static Optional<Boolean> truth(String text) {
        return switch (text) {
            case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
            case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** The driver whose format the log has that is kept here; empty when it is not to be read. */
    public static Optional<String> readable(LogConfig config) {
        if (!Destination.isRemote(config.type())) {
            return Optional.of(config.type());
        }
        boolean hidden = truth(config.config().getOrDefault(NO_CACHE, "")).orElse(false);
        return hidden ? Optional.empty() : Optional.of(LOCAL);
    }

    /** Of the files that the monitor writes. */
    public static Bounds bounds(LogConfig config) {
        boolean remote = Destination.isRemote(config.type());
        boolean bounded = remote || config.type().equals(LOCAL);
        String prefix = remote ? CACHE : "";
        long size = Optional.ofNullable(config.config().get(prefix + SIZE))
                .map(text -> size(text, bounded))
                .orElse(bounded ? LOCAL_SIZE : 0);
        int files = Optional.ofNullable(config.config().get(prefix + FILES))
                .map(text -> files(text, bounded))
                .orElse(bounded ? LOCAL_FILES : 1);
        return new Bounds(size, files);
    }

    /** Files of the driver {@code json-file} have an end or none; those of {@code local} may be told so by a zero. */
    private static long size(String text, boolean local) {
        String reading = FAILED + (local ? "invalid value for max-size: " + text + ": " : "");
        long bytes = Sizes.parse(text)
                .filter(size -> size >= 0)
                .orElseThrow(() -> new EngineException.InvalidArgument(reading + "invalid size: '" + text + "'"));
        when(bytes == 0 && !local, FAILED + "max-size must be a positive number");
        return bytes;
    }

    private static int files(String text, boolean local) {
        String reading = FAILED + (local ? "invalid value for max-file: " + text + ": " : "");
        when(!text.matches("-?[0-9]{1,9}"), reading + "strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        int files = Integer.parseInt(text);
        when(files < 1, FAILED + "max-file cannot be less than 1");
        return files;
    }
}

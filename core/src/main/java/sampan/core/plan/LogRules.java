package sampan.core.plan;

import static sampan.core.plan.Refusal.when;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sampan.core.config.LogConfig;
import sampan.core.error.EngineException;

/** {@code --log-driver} and {@code --log-opt}. */
public final class LogRules {
    public static final String LOCAL = "local";
    public static final String JSON_FILE = "json-file";
    public static final String NONE = "none";

    private static final Map<String, Set<String>> OPTIONS = Map.of(
            LOCAL, Set.of("max-size", "max-file", "compress"),
            JSON_FILE, Set.of("max-size", "max-file", "compress", "labels", "labels-regex", "env", "env-regex", "tag"),
            NONE, Set.of());
    private static final Set<String> LATER =
            Set.of("syslog", "journald", "gelf", "fluentd", "awslogs", "splunk", "gcplogs");
    private static final String MODE = "mode";
    private static final String BUFFER = "max-buffer-size";
    private static final String NON_BLOCKING = "non-blocking";
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
        if (LATER.contains(type)) {
            throw new EngineException.NotSupported("log driver " + type
                    + " comes with a later version of Sampan; local, json-file and none are what there is");
        }
        mode(asked.config());
        Set<String> known = OPTIONS.get(type);
        if (known == null) {
            throw new EngineException.InvalidArgument(
                    "error looking up logging plugin " + type + ": plugin \"" + type + "\" not found");
        }
        for (String option : asked.config().keySet()) {
            boolean ofAll = option.equals(MODE) || option.equals(BUFFER);
            when(!ofAll && !known.contains(option), "unknown log opt '" + option + "' for " + type + " log driver");
        }
        LogConfig checked = new LogConfig(type, asked.config());
        bounds(checked);
        return checked;
    }

    /** A file never keeps a container waiting for long: both modes are one here. */
    private static void mode(Map<String, String> options) {
        String mode = options.getOrDefault(MODE, "");
        when(!Set.of("", "blocking", NON_BLOCKING).contains(mode), "logger: logging mode not supported: " + mode);
        when(
                options.containsKey(BUFFER) && !mode.equals(NON_BLOCKING),
                "logger: max-buffer-size option is only supported with 'mode=" + NON_BLOCKING + "'");
    }

    public static Bounds bounds(LogConfig config) {
        boolean local = config.type().equals(LOCAL);
        long size = Optional.ofNullable(config.config().get("max-size"))
                .map(LogRules::size)
                .orElse(local ? LOCAL_SIZE : 0);
        int files = Optional.ofNullable(config.config().get("max-file"))
                .map(LogRules::files)
                .orElse(local ? LOCAL_FILES : 1);
        when(
                size == 0 && files > 1 && !local,
                "failed to initialize logging driver: max-file cannot be set without max-size");
        return new Bounds(size, files);
    }

    private static long size(String text) {
        long bytes = Sizes.parse(text)
                .orElseThrow(() -> new EngineException.InvalidArgument(
                        "failed to initialize logging driver: invalid size: '" + text + "'"));
        return Math.max(bytes, 0);
    }

    private static int files(String text) {
        when(
                !text.matches("-?[0-9]{1,9}"),
                "failed to initialize logging driver: strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        int files = Integer.parseInt(text);
        when(files < 1, "failed to initialize logging driver: max-file cannot be less than 1");
        return files;
    }
}

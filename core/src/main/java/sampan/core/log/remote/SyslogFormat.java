package sampan.core.log.remote;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import sampan.core.error.EngineException;

/** What stands before the line: {@code --log-opt syslog-format}. */
enum SyslogFormat {
    /** Without the host's name, as programs write to their own host's syslog. */
    LOCAL,
    RFC3164,
    RFC5424,
    RFC5424MICRO;

    private static final DateTimeFormatter OLD = DateTimeFormatter.ofPattern("MMM ppd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssXXX", Locale.ROOT);
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", Locale.ROOT);

    /** Who sends it: this host, and this process for that container. */
    record Sender(String host, String tag, long pid) {}

    static SyslogFormat parse(String name) {
        return switch (name) {
            case "" -> LOCAL;
            case "rfc3164" -> RFC3164;
            case "rfc5424" -> RFC5424;
            case "rfc5424micro" -> RFC5424MICRO;
            default -> throw new EngineException.InvalidArgument("Invalid syslog format");
        };
    }

    boolean isNew() {
        return this == RFC5424 || this == RFC5424MICRO;
    }

    /** Put together by hand: a format would take longer than all the rest of a line's way. */
    String header(int priority, ZonedDateTime time, Sender sender) {
        String own = sender.tag() + "[" + sender.pid() + "]: ";
        return "<" + priority + ">"
                + switch (this) {
                    case LOCAL -> OLD.format(time) + " " + own;
                    case RFC3164 -> OLD.format(time) + " " + sender.host() + " " + own;
                    case RFC5424 -> structured(SECONDS.format(time), sender);
                    case RFC5424MICRO -> structured(MICROS.format(time), sender);
                };
    }

    private static String structured(String time, Sender sender) {
        return "1 " + time + " " + sender.host() + " " + sender.tag() + " " + sender.pid() + " " + sender.tag() + " - ";
    }
}

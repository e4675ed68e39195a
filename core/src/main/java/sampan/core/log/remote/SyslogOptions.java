package sampan.core.log.remote;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sampan.core.error.EngineException;

/**
 * The options of the driver {@code syslog}, with dockerd's sentences for what is not understood.
 *
 * @param facility 0 to 23
 */
public record SyslogOptions(SyslogAddress address, int facility, SyslogFormat format, SyslogTls tls) {
    /** Those that it knows. */
    public static final Set<String> NAMES = Set.of(
            "syslog-address",
            "syslog-facility",
            "syslog-format",
            "syslog-tls-ca-cert",
            "syslog-tls-cert",
            "syslog-tls-key",
            "syslog-tls-skip-verify",
            "tag",
            "labels",
            "labels-regex",
            "env",
            "env-regex");

    private static final List<String> FACILITIES = List.of(
            "kern",
            "user",
            "mail",
            "daemon",
            "auth",
            "syslog",
            "lpr",
            "news",
            "uucp",
            "cron",
            "authpriv",
            "ftp",
            "",
            "",
            "",
            "",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");

    public static SyslogOptions parse(Map<String, String> options) {
        SyslogAddress address = SyslogAddress.parse(options.getOrDefault("syslog-address", ""));
        if (address.isLocal() && !address.isUsual() && !Files.exists(Path.of(address.host()))) {
            throw new EngineException.InvalidArgument("stat " + address.host() + ": no such file or directory");
        }
        return new SyslogOptions(
                address,
                facility(options.getOrDefault("syslog-facility", "")),
                SyslogFormat.parse(options.getOrDefault("syslog-format", "")),
                SyslogTls.of(options));
    }

    /** Whether each message has its length before it. */
    boolean counted() {
        return format.isNew() && address.isSecure();
    }

    private static int facility(String name) {
        if (name.matches("[0-9]{1,2}") && Integer.parseInt(name) < FACILITIES.size()) {
            return Integer.parseInt(name);
        }
        int known = FACILITIES.indexOf(name.isEmpty() ? "daemon" : name);
        if (known < 0) {
            throw new EngineException.InvalidArgument("invalid syslog facility");
        }
        return known;
    }
}

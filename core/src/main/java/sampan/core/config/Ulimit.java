package sampan.core.config;

import java.util.Set;
import tools.jackson.databind.PropertyNamingStrategies.UpperCamelCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** getrlimit(2), by its name in ulimit(1); -1 is unlimited. */
@JsonNaming(UpperCamelCaseStrategy.class)
public record Ulimit(String name, long soft, long hard) {
    /** The names there are. */
    public static final Set<String> NAMES = Set.of(
            "as",
            "core",
            "cpu",
            "data",
            "fsize",
            "locks",
            "memlock",
            "msgqueue",
            "nice",
            "nofile",
            "nproc",
            "rss",
            "rtprio",
            "rttime",
            "sigpending",
            "stack");

    public Ulimit {
        name = Lists.text(name);
    }
}

package sampan.cli.container;

import java.util.List;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.value.KeyValue;
import sampan.cli.value.RestartSpec;
import sampan.core.config.HostConfigBuilder;
import sampan.core.config.LogConfig;
import sampan.core.config.RestartPolicy;

/** How it starts, logs and ends. */
final class LifecycleFlags {
    private static final Flag<String> ANNOTATION =
            Flag.of("annotation", "map", "Add an annotation of the OCI specification", KeyValue::label);
    private static final Flag<String> CIDFILE = Flag.text("cidfile", "Write the container's id to a file");
    private static final Flag<Boolean> INIT =
            Flag.bool("init", "Run an init inside the container that forwards signals and reaps processes");
    private static final Flag<String> LOG_DRIVER =
            Flag.text("log-driver", "Where output is kept: 'local', 'json-file', 'journald', 'syslog' or 'none'");
    private static final Flag<String> LOG_OPT =
            Flag.list("log-opt", "Options of the log driver (max-size=20m, max-file=5)");
    private static final Flag<String> NAME = Flag.text("name", "Name of the container");
    private static final Flag<String> RESTART =
            Flag.text("restart", "When it starts again after its end").initially("no");
    private static final Flag<Boolean> RM =
            Flag.bool("rm", "Remove the container and its anonymous volumes when it ends");

    static final List<Flag<?>> ALL = List.of(ANNOTATION, CIDFILE, INIT, LOG_DRIVER, LOG_OPT, NAME, RESTART, RM);

    private LifecycleFlags() {}

    static String name(ParsedFlags flags) {
        return flags.value(NAME).orElse("");
    }

    static String cidfile(ParsedFlags flags) {
        return flags.value(CIDFILE).orElse("");
    }

    static void apply(ParsedFlags flags, Invoker invoker, HostConfigBuilder host) throws InvalidValue {
        boolean remove = flags.on(RM);
        if (invoker.rows() > 0) {
            host.consoleSize(List.of(invoker.rows(), invoker.columns()));
        }
        host.annotations(KeyValue.map(flags.values(ANNOTATION)))
                .autoRemove(remove)
                .containerIdFile(cidfile(flags))
                .onUnhealthy(flags.value(HealthFlags.ON_UNHEALTHY).orElse(""))
                .init(flags.value(INIT).orElse(null))
                .logConfig(new LogConfig(flags.value(LOG_DRIVER).orElse(""), KeyValue.map(flags.values(LOG_OPT))))
                .restartPolicy(restart(flags.value(RESTART).orElse(""), remove));
    }

    private static RestartPolicy restart(String text, boolean remove) throws InvalidValue {
        RestartPolicy policy = RestartSpec.parse(text.isEmpty() ? "no" : text);
        if (policy.name().equals("no")) {
            return policy;
        }
        if (remove) {
            throw new InvalidValue("conflicting options: cannot specify both --restart and --rm");
        }
        return policy;
    }
}

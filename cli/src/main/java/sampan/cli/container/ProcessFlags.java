package sampan.cli.container;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.value.EnvFile;
import sampan.cli.value.KeyValue;
import sampan.cli.value.StreamName;
import sampan.core.config.ContainerConfigBuilder;

/** What runs: command, user, folder, environment, names, and which streams are attached. */
final class ProcessFlags {
    static final Flag<String> ATTACH = Flag.of("attach", "list", "Attach to STDIN, STDOUT or STDERR", StreamName::parse)
            .shorthand('a');
    static final Flag<String> DOMAINNAME = Flag.text("domainname", "NIS domain name of the container");
    static final Flag<String> ENTRYPOINT = Flag.text("entrypoint", "Program to run in place of the image's ENTRYPOINT");
    static final Flag<String> ENV = Flag.of("env", "list", "Set environment variables", KeyValue::environment)
            .shorthand('e');
    static final Flag<String> ENV_FILE = Flag.list("env-file", "Read environment variables from a file, one a line");
    static final Flag<String> HOSTNAME =
            Flag.text("hostname", "Host name of the container").shorthand('h');
    static final Flag<Boolean> INTERACTIVE =
            Flag.bool("interactive", "Keep stdin open even if not attached").shorthand('i');
    static final Flag<String> LABEL = Flag.of("label", "list", "Set labels on the container", KeyValue::label)
            .shorthand('l');
    static final Flag<String> LABEL_FILE = Flag.list("label-file", "Read labels from a file, one a line");
    static final Flag<String> STOP_SIGNAL = Flag.text("stop-signal", "Signal that asks the container to stop");
    static final Flag<Long> STOP_TIMEOUT =
            Flag.number("stop-timeout", "Seconds to wait for the container to stop before it is killed");
    static final Flag<Boolean> TTY =
            Flag.bool("tty", "Give the container a terminal").shorthand('t');
    static final Flag<String> USER = Flag.text("user", "User name or id, and group (<name|uid>[:<group|gid>])")
            .shorthand('u');
    static final Flag<String> WORKDIR =
            Flag.text("workdir", "Working directory inside the container").shorthand('w');

    static final List<Flag<?>> ALL = List.of(
            ATTACH,
            DOMAINNAME,
            ENTRYPOINT,
            ENV,
            ENV_FILE,
            HOSTNAME,
            INTERACTIVE,
            LABEL,
            LABEL_FILE,
            STOP_SIGNAL,
            STOP_TIMEOUT,
            TTY,
            USER,
            WORKDIR);

    private ProcessFlags() {}

    static void apply(ParsedFlags flags, Invoker invoker, ContainerConfigBuilder config)
            throws IOException, InvalidValue {
        List<String> operands = flags.operands();
        config.image(operands.getFirst())
                .cmd(operands.subList(1, operands.size()))
                .domainname(flags.value(DOMAINNAME).orElse(""))
                .hostname(flags.value(HOSTNAME).orElse(""))
                .env(environment(flags, invoker))
                .labels(labels(flags, invoker))
                .stopSignal(flags.value(STOP_SIGNAL).orElse(""))
                .stopTimeout(
                        flags.value(STOP_TIMEOUT).map(ProcessFlags::seconds).orElse(null))
                .tty(flags.on(TTY))
                .user(flags.value(USER).orElse(""))
                .workingDir(flags.value(WORKDIR).orElse(""));
        flags.value(ENTRYPOINT).ifPresent(program -> config.entrypoint(List.of(program)));
    }

    private static int seconds(long value) {
        return Math.clamp(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** @param detached nobody attaches, whatever the flags leave open */
    static void attach(ParsedFlags flags, boolean detached, ContainerConfigBuilder config) {
        List<String> streams = flags.values(ATTACH);
        boolean usual = streams.isEmpty() && !detached;
        boolean stdin = streams.contains("stdin") || (usual && flags.on(INTERACTIVE));
        config.attachStdin(stdin)
                .attachStdout(usual || streams.contains("stdout"))
                .attachStderr(usual || streams.contains("stderr"))
                .openStdin(flags.on(INTERACTIVE))
                .stdinOnce(flags.on(INTERACTIVE) && stdin);
    }

    /** A name without a value takes the caller's; files come first, so that flags win. */
    static List<String> environment(ParsedFlags flags, Invoker invoker) throws IOException, InvalidValue {
        Map<String, String> own = invoker.environment();
        List<String> variables = new ArrayList<>();
        for (String file : flags.values(ENV_FILE)) {
            variables.addAll(EnvFile.environment(file, invoker.files().variables(file), own));
        }
        for (String variable : flags.values(ENV)) {
            boolean named = variable.indexOf('=') < 0 && own.containsKey(variable);
            variables.add(named ? variable + "=" + own.get(variable) : variable);
        }
        return variables;
    }

    private static Map<String, String> labels(ParsedFlags flags, Invoker invoker) throws IOException, InvalidValue {
        List<String> labels = new ArrayList<>();
        for (String file : flags.values(LABEL_FILE)) {
            labels.addAll(EnvFile.labels(file, invoker.files().variables(file)));
        }
        labels.addAll(flags.values(LABEL));
        return KeyValue.map(labels);
    }
}

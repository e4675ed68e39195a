package sampan.cli.container;

import java.io.IOException;
import java.util.List;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.core.exec.ExecConfig;

/** The flags of {@code exec}. */
public final class ExecFlags {
    private static final Flag<Boolean> PRIVILEGED =
            Flag.bool("privileged", "Let the command do nearly all that the host's root can");

    public static final List<Flag<?>> ALL = List.of(
            ProcessFlags.ENV,
            ProcessFlags.ENV_FILE,
            ProcessFlags.INTERACTIVE,
            PRIVILEGED,
            ProcessFlags.TTY,
            ProcessFlags.USER,
            ProcessFlags.WORKDIR);

    private ExecFlags() {}

    public static ExecConfig config(ParsedFlags flags, Invoker invoker) throws IOException, InvalidValue {
        List<String> operands = flags.operands();
        return new ExecConfig(
                operands.subList(1, operands.size()),
                ProcessFlags.environment(flags, invoker),
                flags.value(ProcessFlags.USER).orElse(""),
                flags.value(ProcessFlags.WORKDIR).orElse(""),
                flags.on(PRIVILEGED),
                flags.on(ProcessFlags.TTY),
                flags.on(ProcessFlags.INTERACTIVE),
                invoker.rows(),
                invoker.columns());
    }
}

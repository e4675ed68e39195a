package sampan.cli.context;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import sampan.cli.flag.Flag;
import sampan.cli.flag.ParsedFlags;

/** One call of a context command. */
record ContextCall(ParsedFlags flags, ClientConfig config, InputStream in, PrintStream out, PrintStream err) {
    ContextStore contexts() {
        return config.contexts();
    }

    List<String> operands() {
        return flags.operands();
    }

    String name() {
        return operands().getFirst();
    }

    <T> Optional<T> value(Flag<T> flag) {
        return flags.value(flag);
    }
}

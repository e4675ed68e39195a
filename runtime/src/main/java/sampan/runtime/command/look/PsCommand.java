package sampan.runtime.command.look;

import java.io.IOException;
import java.util.List;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Loaded;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.json.GoJson;

/** {@code ps}: show the processes of a container. */
public final class PsCommand implements RuntimeCommand {
    private static final List<Option> OPTIONS =
            List.of(Option.of("format,f", "\"table\" or \"json\" (default: \"table\")"));

    @Override
    public String name() {
        return "ps";
    }

    @Override
    public String operands() {
        return "<container-id> [ps options]";
    }

    @Override
    public String help() {
        return "show the processes of a container";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    @Override
    public int most() {
        return -1;
    }

    @Override
    public int run(Context context) throws IOException, RuntimeFailure {
        String format = context.words().value("format").orElse("table");
        if (!format.equals("table") && !format.equals("json")) {
            throw new RuntimeFailure("invalid format option");
        }
        try (Loaded container = context.load()) {
            List<Integer> pids = container.cgroup().isEmpty()
                    ? container.stopped()
                            ? List.of()
                            : List.of(container.record().pid())
                    : List.copyOf(container.cgroup().get().pids());
            if (format.equals("json")) {
                context.invocation().out(GoJson.line(pids.isEmpty() ? null : pids) + "\n");
                return 0;
            }
            List<String> options = context.words()
                    .operands()
                    .subList(1, context.words().operands().size());
            context.invocation().out(HostPs.table(options.isEmpty() ? List.of("-ef") : options, pids));
            return 0;
        }
    }
}

package sampan.cli.command.container;

import java.io.IOException;
import java.util.function.Consumer;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.flag.Usage;
import sampan.core.container.Container;

/** {@code pause} and {@code unpause}: makes containers stand still, and go on. */
public final class PauseCommand implements Command {
    private final Usage usage;
    private final Consumer<Container> what;

    private PauseCommand(Usage usage, Consumer<Container> what) {
        this.usage = usage;
        this.what = what;
    }

    public static PauseCommand pause() {
        return new PauseCommand(usage("pause", "Pause all processes within one or more containers"), Container::pause);
    }

    public static PauseCommand unpause() {
        return new PauseCommand(
                usage("unpause", "Unpause all processes within one or more containers"), Container::unpause);
    }

    private static Usage usage(String name, String summary) {
        return Usage.of(name, "CONTAINER [CONTAINER...]", summary)
                .aliases("container " + name, name)
                .atLeast(1);
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    public int run(Call call) throws IOException, CommandFailure {
        return Failures.forEach(call.operands(), name -> {
            what.accept(call.engine().containers().find(name));
            call.out().println(name);
        });
    }
}

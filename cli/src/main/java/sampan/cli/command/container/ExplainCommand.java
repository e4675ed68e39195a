package sampan.cli.command.container;

import java.io.IOException;
import java.util.List;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.Flag;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.Usage;
import sampan.cli.ink.Highlight;
import sampan.runtime.explain.Difference;
import sampan.runtime.explain.ShellScript;
import sampan.runtime.launch.InvalidSpecException;

/** {@code explain}: how a container is started, system call by system call. Nothing is started. */
public final class ExplainCommand implements Command {
    private static final Flag<Boolean> DIFF = Flag.bool("diff", "Show in what two of them differ");
    private static final Flag<Boolean> SHELL =
            Flag.bool("shell", "Show a script that makes the same container by hand");

    private static final Usage USAGE = Usage.of(
                    "explain",
                    "IMAGE|CONTAINER|BUNDLE [IMAGE|CONTAINER|BUNDLE]",
                    "Show the system calls that start a container, and why")
            .flags(DIFF, SHELL)
            .between(1, 2);

    @Override
    public Usage usage() {
        return USAGE;
    }

    @Override
    public int run(Call call) throws IOException, InvalidValue, CommandFailure {
        boolean diff = call.on(DIFF);
        if (diff && call.on(SHELL)) {
            throw new InvalidValue("conflicting options: cannot specify both --diff and --shell");
        }
        if (call.operands().size() != (diff ? 2 : 1)) {
            throw new InvalidValue(
                    diff
                            ? "sampan: 'sampan explain --diff' requires 2 arguments"
                            : "sampan: 'sampan explain' requires 1 argument; --diff compares two");
        }
        Explained first = find(call, call.operands().getFirst());
        if (diff) {
            Explained second = find(call, call.operands().getLast());
            call.show(Difference.of(first.nameless(), second.nameless()));
            return 0;
        }
        if (call.on(SHELL)) {
            call.show(script(first));
            return 0;
        }
        String text = first.explanation().text();
        call.show(call.session().request().colours(1) ? Highlight.explanation(text) : text);
        return 0;
    }

    private static Explained find(Call call, String name) throws IOException, CommandFailure {
        Explained explained = Explained.find(call, name);
        List<String> warnings = explained.warnings();
        for (String warning : warnings) {
            call.err().println("WARNING: " + warning);
        }
        return explained;
    }

    private static String script(Explained explained) throws CommandFailure {
        try {
            return ShellScript.of(explained.request(), explained.cgroups(), explained.made());
        } catch (InvalidSpecException impossible) {
            throw new CommandFailure(1, "sampan: " + impossible.getMessage());
        }
    }
}

package sampan.runtime.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.oci.spec.SpecJson;
import sampan.runtime.command.bundle.SpecCommand;
import sampan.runtime.command.bundle.StarterSpec;
import sampan.runtime.command.call.ErrorLog;
import sampan.runtime.command.call.Globals;
import sampan.runtime.command.call.Invocation;
import sampan.runtime.command.call.Option;
import sampan.runtime.command.call.RuntimeFailure;
import sampan.runtime.command.call.SpareNetworks;
import sampan.runtime.command.call.Words;
import sampan.runtime.command.checkpoint.CheckpointCommand;
import sampan.runtime.command.checkpoint.RestoreCommand;
import sampan.runtime.command.context.Context;
import sampan.runtime.command.context.Machine;
import sampan.runtime.command.context.RuntimeCommand;
import sampan.runtime.command.control.PauseCommand;
import sampan.runtime.command.control.ResumeCommand;
import sampan.runtime.command.control.UpdateCommand;
import sampan.runtime.command.exec.ExecCommand;
import sampan.runtime.command.json.GoJson;
import sampan.runtime.command.life.CreateCommand;
import sampan.runtime.command.life.DeleteCommand;
import sampan.runtime.command.life.KillCommand;
import sampan.runtime.command.life.RunCommand;
import sampan.runtime.command.life.StartCommand;
import sampan.runtime.command.look.EventsCommand;
import sampan.runtime.command.look.ExplainCommand;
import sampan.runtime.command.look.FeaturesCommand;
import sampan.runtime.command.look.ListCommand;
import sampan.runtime.command.look.PsCommand;
import sampan.runtime.command.look.StateCommand;
import sampan.runtime.launch.InvalidSpecException;
import sampan.runtime.state.SavedContainer;

/** From the words of a command line to an exit status. One for a process's whole life; any number of calls at once. */
public final class RuntimeCommands {
    private static final int BAD_USAGE = 1;
    private static final int BAD_COUNT = 3;

    private final Machine machine;
    private final List<RuntimeCommand> commands;
    private final String version;

    /**
     * @param version of Sampan, as {@code --version} shows it
     * @param networks for containers that want a new one
     */
    public RuntimeCommands(String version, SpareNetworks networks) {
        this.version = version;
        machine = new Machine(networks);
        commands = List.of(
                new CheckpointCommand(),
                new CreateCommand(),
                new DeleteCommand(),
                new EventsCommand(),
                new ExecCommand(),
                new ExplainCommand(),
                new FeaturesCommand(),
                new KillCommand(),
                new ListCommand(),
                new PauseCommand(),
                new PsCommand(),
                new RestoreCommand(),
                new ResumeCommand(),
                new RunCommand(),
                new SpecCommand(),
                new StartCommand(),
                new StateCommand(),
                new UpdateCommand());
    }

    /** Has the machinery for {@code state.json} and {@code config.json} set up, which takes longer than reading one. */
    public static void rehearseDocuments() {
        SavedContainer.rehearse();
        try {
            SpecJson.read(GoJson.line(StarterSpec.usual()).getBytes(StandardCharsets.UTF_8));
        } catch (IOException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /** What is found out of the host once, for the commands to come. */
    public void rehearseMachine() {
        try {
            machine.host();
            machine.cgroups();
        } catch (IOException unable) {
            // the command that needs it will say why
        }
    }

    /** Runs one command. */
    public int run(Invocation invocation) throws IOException {
        Globals globals;
        Words words;
        try {
            words = Words.parse(Globals.OPTIONS, invocation.arguments(), true);
            globals = Globals.of(words, invocation);
        } catch (RuntimeFailure wrong) {
            return refuseGlobals(invocation, wrong);
        }
        ErrorLog log = ErrorLog.of(invocation, globals);
        if (words.on("version")) {
            invocation.out(HelpPage.version(version));
            return 0;
        }
        if (words.on("help")
                || words.operands().isEmpty()
                || words.operands().getFirst().isEmpty()) {
            invocation.out(HelpPage.overview(commands, version));
            return 0;
        }
        String name = words.operands().getFirst();
        List<String> rest = words.operands().subList(1, words.operands().size());
        Optional<RuntimeCommand> command = find(name);
        if (command.isPresent()) {
            return run(command.get(), rest, new Context(invocation, globals, words, machine, log));
        }
        return other(name, rest, invocation, log);
    }

    private Optional<RuntimeCommand> find(String name) {
        return commands.stream().filter(command -> command.name().equals(name)).findFirst();
    }

    private int refuseGlobals(Invocation invocation, RuntimeFailure wrong) throws IOException {
        if (wrong.isUsage() && wrong.status() == 0) {
            invocation.out(HelpPage.overview(commands, version));
            return 0;
        }
        if (wrong.isUsage()) {
            invocation.out("Incorrect Usage. " + wrong.getMessage() + "\n\n" + HelpPage.overview(commands, version));
        }
        new ErrorLog(invocation, Optional.empty(), false, false).error(wrong.getMessage());
        return BAD_USAGE;
    }

    private int other(String name, List<String> rest, Invocation invocation, ErrorLog log) throws IOException {
        if (name.equals("help") || name.equals("h")) {
            Optional<RuntimeCommand> about = rest.isEmpty() ? Optional.empty() : find(rest.getFirst());
            if (about.isPresent() || rest.isEmpty()) {
                invocation.out(about.map(HelpPage::of).orElseGet(() -> HelpPage.overview(commands, version)));
                return 0;
            }
            log.error("No help topic for '" + rest.getFirst() + "'\n");
            return BAD_COUNT;
        }
        // With the line break that runc's sentence has, too.
        log.error("No help topic for '" + name + "'\n");
        return BAD_COUNT;
    }

    private static int run(RuntimeCommand command, List<String> arguments, Context global) throws IOException {
        ErrorLog log = global.log();
        try {
            log.open();
            Words words = Words.parse(options(command), arguments, command.ordered());
            if (words.on("help")) {
                global.invocation().out(HelpPage.of(command));
                return 0;
            }
            count(command, words.operands().size());
            log.debug(command.name() + " " + String.join(" ", words.operands()));
            Context context = new Context(global.invocation(), global.globals(), words, global.machine(), log);
            return command.run(context);
        } catch (RuntimeFailure failed) {
            return fail(command, failed, global);
        } catch (InvalidSpecException wrong) {
            log.error(command.prefix() + wrong.getMessage());
        } catch (SyscallException failed) {
            log.error(command.prefix() + sentence(failed));
        } catch (IOException failed) {
            if (failed instanceof Invocation.Over) {
                throw failed;
            }
            log.error(command.prefix()
                    + String.valueOf(failed.getMessage()).lines().findFirst().orElse("unknown error"));
        }
        return command.failure();
    }

    private static List<Option> options(RuntimeCommand command) {
        List<Option> options = new ArrayList<>(command.options());
        options.add(Option.bool("help,h", "show help"));
        return options;
    }

    /** {@code open("/x", ...) = ENOENT} says all there is to say; the kernel's answer in words is what managers look for. */
    private static String sentence(SyscallException failed) {
        return failed.getMessage() + ": " + Errno.sentence(failed.errno());
    }

    private static int fail(RuntimeCommand command, RuntimeFailure failed, Context context) throws IOException {
        if (failed.isUsage()) {
            String first = failed.getMessage().isEmpty() || failed.status() == BAD_COUNT
                    ? "Incorrect Usage.\n\n"
                    : "Incorrect Usage: " + failed.getMessage() + "\n\n";
            context.invocation().out((failed.status() == 0 ? "" : first) + HelpPage.of(command));
            if (failed.status() == 0) {
                return 0;
            }
            context.log().error(failed.getMessage());
            return failed.status() == BAD_COUNT ? BAD_USAGE : failed.status();
        }
        context.log().error(command.prefix() + failed.getMessage());
        return command.failure();
    }

    private static void count(RuntimeCommand command, int given) throws RuntimeFailure {
        if (given >= command.least() && (command.most() < 0 || given <= command.most())) {
            return;
        }
        String expected = command.least() == command.most()
                ? "exactly " + command.least()
                : given < command.least() ? "a minimum of " + command.least() : "a maximum of " + command.most();
        throw RuntimeFailure.usage("runc: \"" + command.name() + "\" requires " + expected + " argument(s)", BAD_COUNT);
    }
}

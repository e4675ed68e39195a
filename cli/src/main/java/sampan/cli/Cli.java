package sampan.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import sampan.cli.admission.Admission;
import sampan.cli.admission.Entry;
import sampan.cli.call.Call;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.call.Failures;
import sampan.cli.complete.Completer;
import sampan.cli.flag.FlagParser;
import sampan.cli.flag.HelpText;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.flag.Usage;
import sampan.cli.flag.UsageError;
import sampan.cli.front.FrontHandler;
import sampan.cli.front.FrontRequest;
import sampan.cli.front.FrontSession;
import sampan.cli.ink.Highlight;
import sampan.cli.runtime.RuntimeCli;
import sampan.core.Engine;
import sampan.core.error.EngineException;
import sampan.core.system.Release;

/** From the words of a command line to an exit status. */
public final class Cli implements FrontHandler {
    private static final int BAD_USAGE = 125;
    private static final int FAILED = 1;
    private static final int USUAL_WIDTH = 80;

    private final Supplier<Engine> engine;
    private final Admission admission;
    private final RuntimeCli runtime = new RuntimeCli(release(), true);

    /** @param engine waits for one that is still opening: what needs none is answered meanwhile */
    public Cli(Supplier<Engine> engine, Admission admission) {
        this.engine = engine;
        this.admission = admission;
    }

    /** Of Sampan, as in {@code 0.1.0}. */
    public static String release() {
        return Release.VERSION;
    }

    /** What {@code --version} prints. */
    public static String version() {
        return Overview.version();
    }

    /** Reads a command line to no effect, so that the first real one is read faster. */
    public static boolean rehearse() {
        return Words.of(List.of("version")) instanceof Words.Known known
                && known.command().usage().maximum() == 0;
    }

    @Override
    public int serve(FrontSession session) throws IOException {
        if (session.request().part() == FrontRequest.Part.RUNTIME) {
            return runtime(session);
        }
        Words words = Words.of(session.request().arguments());
        // Nearly always; and without a switch over types, the first of which takes a JVM milliseconds.
        return words instanceof Words.Known(Command command, List<String> arguments)
                ? command(session, command, arguments)
                : others(session, words);
    }

    private int runtime(FrontSession session) throws IOException {
        Entry entry;
        try {
            entry = admission.everything(engine, session.peer(), "sampan-runtime");
        } catch (EngineException.Forbidden refused) {
            return complain(session, String.valueOf(refused.getMessage()), FAILED);
        }
        int status = runtime.serve(session);
        entry.ended(status);
        return status;
    }

    private int others(FrontSession session, Words asked) throws IOException {
        return switch (asked) {
            case Words.Text(String text) -> say(session, text);
            case Words.Page(String text) -> help(session, text);
            case Words.Wrong(String message, int status) -> complain(session, message, status);
            case Words.Help(Command command) -> help(session, helpOf(session, command));
            case Words.Complete(List<String> words) -> complete(session, words);
            case Words.Known(Command command, List<String> arguments) -> command(session, command, arguments);
        };
    }

    private static int say(FrontSession session, String text) throws IOException {
        session.out().print(text);
        return 0;
    }

    private static int help(FrontSession session, String text) throws IOException {
        return say(session, session.request().colours(1) ? Highlight.help(text) : text);
    }

    private static int complain(FrontSession session, String message, int status) throws IOException {
        session.err().println(session.request().colours(2) ? Highlight.error(message) : message);
        return status;
    }

    private int complete(FrontSession session, List<String> words) throws IOException {
        Completer completer = new Completer(Words.GLOBAL, admission.look(engine, session.peer()), session);
        String lines = completer.complete(words).stream()
                .map(candidate -> candidate + "\n")
                .collect(Collectors.joining());
        return say(session, lines);
    }

    private static String helpOf(FrontSession session, Command command) {
        int columns = session.columns() > 0 ? session.columns() : USUAL_WIDTH;
        return HelpText.of(command.usage(), Overview.PROGRAM, columns);
    }

    private int command(FrontSession session, Command command, List<String> arguments) throws IOException {
        Usage usage = command.usage();
        ParsedFlags flags;
        try {
            flags = FlagParser.parse(usage, arguments);
        } catch (UsageError wrong) {
            return complain(session, Overview.misuse(usage, wrong.getMessage()), BAD_USAGE);
        }
        if (flags.helpAsked()) {
            return help(session, helpOf(session, command));
        }
        Optional<String> miscount = miscount(usage, flags.operands().size());
        if (miscount.isPresent()) {
            String subject = Overview.PROGRAM + ": '" + Overview.PROGRAM + " " + usage.name() + "' ";
            return complain(session, Overview.misuse(usage, subject + miscount.get()), FAILED);
        }
        Optional<String> nameless = nameless(usage, flags.operands());
        if (nameless.isPresent()) {
            return complain(session, "invalid " + nameless.get() + " name or ID: value is empty", FAILED);
        }
        Optional<CommandFailure> refusal = Overview.refusal("sampan " + usage.name(), flags);
        if (refusal.isPresent()) {
            return complain(session, refusal.get().getMessage(), refusal.get().status());
        }
        Entry entry;
        try {
            entry = admission.enter(engine, session.peer(), usage, flags);
        } catch (EngineException refused) {
            return Failures.isRun(usage)
                    ? complain(session, Failures.ofRun(usage, Failures.text(refused)), BAD_USAGE)
                    : complain(session, Failures.text(refused), FAILED);
        }
        int status = run(new Call(entry, session, flags), command, entry);
        entry.ended(status);
        return status;
    }

    /** What kind of thing has a blank for its name. */
    private static Optional<String> nameless(Usage usage, List<String> operands) {
        if (operands.isEmpty()) {
            return Optional.empty();
        }
        if (operands.stream().limit(usage.containers()).anyMatch(String::isBlank)) {
            return Optional.of("container");
        }
        boolean volume = operands.stream().limit(usage.volumes()).anyMatch(String::isBlank);
        return volume ? Optional.of("volume") : Optional.empty();
    }

    private static int run(Call call, Command command, Entry entry) throws IOException {
        Usage usage = command.usage();
        try {
            return command.run(call);
        } catch (CommandFailure failure) {
            for (Throwable step : failure.getSuppressed()) {
                entry.failed(step);
            }
            return complain(call.session(), failure.getMessage(), failure.status());
        } catch (InvalidValue wrong) {
            // The commands that another command line follows tell such an error apart from that one's own.
            return Failures.looksLikeRun(usage)
                    ? complain(call.session(), Failures.ofRun(usage, wrong.getMessage()), BAD_USAGE)
                    : complain(call.session(), wrong.getMessage(), FAILED);
        } catch (EngineException failed) {
            entry.failed(failed);
            return Failures.isRun(usage)
                    ? complain(call.session(), Failures.ofRun(usage, Failures.text(failed)), BAD_USAGE)
                    : complain(call.session(), Failures.text(failed), FAILED);
        }
    }

    private static Optional<String> miscount(Usage usage, int operands) {
        if (operands >= usage.minimum() && operands <= usage.maximum()) {
            return Optional.empty();
        }
        if (usage.maximum() == 0) {
            return Optional.of("accepts no arguments");
        }
        if (isRange(usage)) {
            return Optional.of(
                    "requires at least " + usage.minimum() + " and at most " + usage.maximum() + " arguments");
        }
        boolean few = operands < usage.minimum();
        int bound = few ? usage.minimum() : usage.maximum();
        String quantity = bound + (bound == 1 ? " argument" : " arguments");
        if (usage.minimum() == usage.maximum()) {
            return Optional.of("requires " + quantity);
        }
        return Optional.of("requires at " + (few ? "least " : "most ") + quantity);
    }

    private static boolean isRange(Usage usage) {
        return usage.minimum() > 0 && usage.minimum() < usage.maximum() && usage.maximum() != Usage.ANY;
    }
}

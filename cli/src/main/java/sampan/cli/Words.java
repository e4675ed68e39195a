package sampan.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sampan.cli.call.Command;
import sampan.cli.call.CommandFailure;
import sampan.cli.command.Catalogue;
import sampan.cli.command.Commands;
import sampan.cli.complete.Scripts;
import sampan.cli.flag.Flag;
import sampan.cli.flag.FlagParser;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.flag.UsageError;

/** What the first words of a command line ask for. */
sealed interface Words {
    /** Text to print. */
    record Text(String text) implements Words {}

    /** Nothing that can be done. */
    record Wrong(String message, int status) implements Words {}

    /** Help that is no command's. */
    record Page(String text) implements Words {}

    /** A command's help. */
    record Help(Command command) implements Words {}

    /** A shell asks what may stand at its cursor. */
    record Complete(List<String> words) implements Words {}

    /** A command. */
    record Known(Command command, List<String> arguments) implements Words {}

    /** Flags before the command's name. They choose an engine in Docker; here the front has done that already. */
    Flag<Boolean> DEBUG = Flag.bool("debug", "Show more of what goes wrong").shorthand('D');

    Flag<String> LOG_LEVEL = Flag.text(
                    "log-level", "How much is told (\"debug\", \"info\", \"warn\", \"error\", \"fatal\")")
            .shorthand('l')
            .initially("info");
    Flag<Boolean> VERSION = Flag.bool("version", "Print the version and quit").shorthand('v');
    Flag<String> HOST = Flag.list("host", "Address of the engine (unix:///path, ssh://user@host)")
            .shorthand('H');
    Flag<String> CONTEXT = Flag.text(
                    "context", "Context that names the engine (overrides DOCKER_HOST and the current one)")
            .shorthand('c');
    Flag<String> CONFIG =
            Flag.text("config", "Folder of the client's configuration").initially("~/.docker");
    String TCP = "engines reached by TCP";
    List<Flag<?>> TLS = List.of(
            Flag.bool("tls", "Use TLS").comesWith(TCP),
            Flag.text("tlscacert", "Trust certificates signed by this authority only")
                    .comesWith(TCP),
            Flag.text("tlscert", "Path of the client's certificate").comesWith(TCP),
            Flag.text("tlskey", "Path of the certificate's key").comesWith(TCP),
            Flag.bool("tlsverify", "Use TLS and verify the engine").comesWith(TCP));
    Flag<Boolean> OVER_SSH = Flag.bool("over-ssh", "The command was typed on another machine");
    Set<String> LEVELS = Set.of("panic", "fatal", "error", "warn", "warning", "info", "debug", "trace");
    List<Flag<?>> GLOBAL = List.of(CONFIG, CONTEXT, DEBUG, HOST, LOG_LEVEL, OVER_SSH, VERSION);
    List<Flag<?>> BEFORE_COMMAND = joined(GLOBAL, TLS);

    /** Whether the level of logging is one there is, or none is asked for. */
    private static boolean isLevel(Optional<String> name) {
        return name.isEmpty() || LEVELS.contains(name.get().toLowerCase(Locale.ROOT));
    }

    private static List<Flag<?>> joined(List<Flag<?>> some, List<Flag<?>> others) {
        List<Flag<?>> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    static Words of(List<String> arguments) {
        ParsedFlags flags;
        try {
            flags = new FlagParser(BEFORE_COMMAND, true).parse(arguments);
        } catch (UsageError wrong) {
            return new Wrong(Overview.misuse(wrong.getMessage()), 125);
        }
        if (flags.given(HOST) || flags.given(CONTEXT) || flags.given(CONFIG)) {
            return new Wrong("sampan: --host, --context and --config must be words of their own", 125);
        }
        Optional<CommandFailure> refusal = Overview.refusal("sampan", flags);
        if (refusal.isPresent()) {
            return new Wrong(refusal.get().getMessage(), refusal.get().status());
        }
        Optional<String> level = flags.value(LOG_LEVEL);
        if (!isLevel(level)) {
            return new Wrong("Unable to parse logging level: " + level.orElseThrow(), 1);
        }
        if (flags.on(VERSION)) {
            return new Text(Overview.version());
        }
        List<String> words = flags.operands();
        return flags.helpAsked() || words.isEmpty() ? new Page(Overview.text()) : command(words);
    }

    private static Words command(List<String> words) {
        String first = words.getFirst();
        if (first.equals("help")) {
            return help(words.subList(1, words.size()));
        }
        if (first.equals("__complete")) {
            return new Complete(words.subList(1, words.size()));
        }
        if (first.equals("completion")) {
            return completion(words.subList(1, words.size()));
        }
        if (Catalogue.isGroup(first)) {
            return group(first, words.subList(1, words.size()));
        }
        Optional<Command> command = Commands.find(first);
        return command.isPresent() ? new Known(command.get(), words.subList(1, words.size())) : unknown(first, "");
    }

    private static Words completion(List<String> rest) {
        String shell = rest.isEmpty() ? "" : rest.getFirst();
        return new Text(Scripts.of(shell).orElse("""
                Usage:  sampan completion COMMAND

                Print the completion script of a shell; the script's first lines say where it belongs

                Commands:
                  bash        For bash
                  fish        For fish
                  zsh         For zsh
                """));
    }

    private static Words group(String group, List<String> rest) {
        if (rest.isEmpty()
                || rest.getFirst().equals("--help")
                || rest.getFirst().equals("-h")) {
            return new Page(Overview.group(group));
        }
        return Commands.find(group + " " + rest.getFirst())
                .<Words>map(command ->
                        new Known(Renamed.of(command, group + " " + rest.getFirst()), rest.subList(1, rest.size())))
                .orElseGet(() -> unknown(rest.getFirst(), group));
    }

    private static Words help(List<String> words) {
        if (words.isEmpty()) {
            return new Page(Overview.text());
        }
        String name = String.join(" ", words);
        Optional<Command> command = Commands.find(name);
        if (command.isPresent()) {
            return new Help(Renamed.of(command.get(), name));
        }
        return Catalogue.isGroup(name) ? new Page(Overview.group(name)) : new Wrong("unknown help topic: " + name, 1);
    }

    /** @param group empty at the top level */
    private static Words unknown(String word, String group) {
        String path = group.isEmpty() ? "sampan" : "sampan " + group;
        String line = "\n\nUsage:  " + path + (group.equals("volume") ? " COMMAND" : "");
        String pointer = "\n\nRun '" + path + " --help' for more information";
        if (Overview.isDockers((group + " " + word).strip())) {
            return new Wrong(
                    "sampan: '" + path + " " + word + "' is not supported yet: it comes with a later version of Sampan"
                            + pointer,
                    1);
        }
        if (word.startsWith("-")) {
            return new Wrong("unknown flag: " + word + line + pointer, 125);
        }
        List<String> known = new ArrayList<>(group.isEmpty() ? Catalogue.topLevel() : Catalogue.members(group));
        known.addAll(group.isEmpty() ? Catalogue.groups().keySet() : List.of());
        String usage = group.isEmpty() ? "" : line;
        return new Wrong(
                "sampan: unknown command: " + path + " " + word + Nearest.question(word, known) + usage + pointer, 1);
    }
}

package sampan.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sampan.cli.call.CommandFailure;
import sampan.cli.command.Catalogue;
import sampan.cli.command.Commands;
import sampan.cli.flag.Flag;
import sampan.cli.flag.HelpText;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.flag.Refusal;
import sampan.cli.flag.Usage;
import sampan.core.system.Release;

/** The help above the commands, and the sentences about wrong usage. */
final class Overview {
    static final String PROGRAM = "sampan";

    private static final List<String> COMMON = List.of("run", "exec", "ps", "images", "version", "info", "explain");

    /** Docker's other verbs: typed by habit, they deserve a better answer than "unknown". */
    private static final Set<String> LATER = Set.of(
            "build",
            "builder",
            "buildx",
            "checkpoint",
            "compose",
            "config",
            "image build",
            "node",
            "plugin",
            "secret",
            "service",
            "stack",
            "swarm",
            "trust");

    private static final String UNKNOWN_FLAG = "unknown flag: --";
    private static final int BAD_USAGE = 125;
    private static final int WIDTH = 80;
    private static final int NAME_WIDTH = 12;

    private Overview() {}

    static String text() {
        StringBuilder text =
                new StringBuilder("Usage:  sampan [OPTIONS] COMMAND\n\nA container engine that shows how it is done\n");
        text.append("\nCommon Commands:\n");
        COMMON.forEach(name -> line(text, name, summary(name)));
        text.append("\nManagement Commands:\n");
        Map<String, String> groups = new TreeMap<>(Catalogue.GROUPS_OUTSIDE);
        groups.putAll(Catalogue.groups());
        groups.forEach((name, summary) -> line(text, name, summary));
        text.append("\nCommands:\n");
        Map<String, String> others = new TreeMap<>(Catalogue.OUTSIDE);
        Catalogue.topLevel().stream()
                .filter(name -> !COMMON.contains(name))
                .forEach(name -> others.put(name, summary(name)));
        others.forEach((name, summary) -> line(text, name, summary));
        text.append("\nGlobal Options:\n").append(HelpText.flags(Words.GLOBAL, WIDTH));
        text.append("""
                      --data-root string   Images and containers of the engine (default "/var/lib/sampan"; first of all flags)
                      --exec-root string   Sockets of the engine (default "/run/sampan"; first of all flags)
                """);
        return text.append("\nRun 'sampan COMMAND --help' for more information on a command.\n")
                .toString();
    }

    static String group(String group) {
        StringBuilder text = new StringBuilder(
                "Usage:  sampan " + group + " COMMAND\n\n" + Catalogue.groups().get(group) + "\n\nCommands:\n");
        Catalogue.members(group).forEach(name -> line(text, name, summary(group + " " + name)));
        return text.append("\nRun 'sampan " + group + " COMMAND --help' for more information on a command.\n")
                .toString();
    }

    private static String summary(String words) {
        return Commands.find(words).map(command -> command.usage().headline()).orElse("");
    }

    private static void line(StringBuilder text, String name, String summary) {
        text.append("  ")
                .append(name)
                .repeat(' ', Math.max(1, NAME_WIDTH - name.length()))
                .append(summary)
                .append('\n');
    }

    static String version() {
        return "Sampan version " + Release.VERSION + "\n";
    }

    /** @param words one, or a group's and one of the group */
    static boolean isDockers(String words) {
        return LATER.contains(words);
    }

    /** Wrong usage of the flags before the command. */
    static String misuse(String message) {
        return message + "\n\nUsage:  sampan [OPTIONS] COMMAND [ARG...]\n\nRun 'sampan --help' for more information";
    }

    static String misuse(Usage usage, String message) {
        // Docker's client says "See" where operands are missing, and "Run" elsewhere.
        String pointer = message.contains(" requires at least ") && !message.contains(" and at most ") ? "See" : "Run";
        return message + suggestion(usage, message) + "\n\nUsage:  " + usage.line(PROGRAM) + "\n\n" + pointer
                + " 'sampan " + usage.name() + " --help' for more information";
    }

    private static String suggestion(Usage usage, String message) {
        if (!message.startsWith(UNKNOWN_FLAG)) {
            return "";
        }
        List<String> names =
                usage.flags().stream().map(flag -> "--" + flag.name()).toList();
        return Nearest.question(message.substring(UNKNOWN_FLAG.length() - 2), names);
    }

    /**
     * Why one of these flags cannot be used.
     *
     * @param command what they are flags of: {@code sampan run}
     */
    static Optional<CommandFailure> refusal(String command, ParsedFlags flags) {
        Optional<Flag<?>> refused = flags.refused();
        return refused.isPresent()
                ? Optional.of(
                        refused(command, refused.get(), refused.get().refusal().orElseThrow()))
                : Optional.empty();
    }

    private static CommandFailure refused(String command, Flag<?> flag, Refusal reason) {
        String sentence = reason.sentence(flag.name());
        return switch (reason) {
            case Refusal.Later _, Refusal.Without _ ->
                new CommandFailure(
                        BAD_USAGE, "sampan: " + sentence + "\n\nRun '" + command + " --help' for more information");
            case Refusal.Windows(), Refusal.Swarm() -> new CommandFailure(1, sentence);
        };
    }
}

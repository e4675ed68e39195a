package sampan.cli;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sampan.cli.command.Commands;
import sampan.cli.flag.Flag;
import sampan.cli.flag.HelpText;
import sampan.cli.flag.Usage;

/** The help above the commands, and the sentences about wrong usage. */
final class Overview {
    static final String PROGRAM = "sampan";

    static final Map<String, String> GROUPS =
            Map.of("container", "Manage containers", "image", "Manage images", "system", "Manage Sampan");

    private static final List<String> COMMON = List.of("run", "exec", "ps", "images", "version", "info", "explain");
    private static final List<String> OTHERS = List.of(
            "attach", "create", "daemon", "events", "history", "import", "inspect", "kill", "load", "logs", "pause",
            "port", "rename", "restart", "rm", "rmi", "save", "start", "stats", "stop", "tag", "top", "unpause",
            "update", "wait");
    private static final Map<String, List<String>> MEMBERS = Map.of(
            "container",
            List.of(
                    "attach", "create", "exec", "inspect", "kill", "logs", "ls", "pause", "port", "prune", "rename",
                    "restart", "rm", "run", "start", "stats", "stop", "top", "unpause", "update", "wait"),
            "image",
            List.of("history", "import", "inspect", "load", "ls", "rm", "save", "tag"),
            "system",
            List.of("events", "info"));

    /** Docker's other verbs: typed by habit, they deserve a better answer than "unknown". */
    private static final Set<String> LATER = Set.of(
            "build",
            "builder",
            "buildx",
            "checkpoint",
            "commit",
            "compose",
            "config",
            "context",
            "cp",
            "diff",
            "df",
            "export",
            "login",
            "logout",
            "manifest",
            "network",
            "node",
            "plugin",
            "prune",
            "pull",
            "push",
            "search",
            "secret",
            "service",
            "stack",
            "swarm",
            "trust",
            "volume");

    private static final int WIDTH = 80;
    private static final int NAME_WIDTH = 12;

    private Overview() {}

    static String text() {
        StringBuilder text =
                new StringBuilder("Usage:  sampan [OPTIONS] COMMAND\n\nA container engine that shows how it is done\n");
        text.append("\nCommon Commands:\n");
        COMMON.forEach(name -> line(text, name, name));
        text.append("\nManagement Commands:\n");
        new TreeMap<>(GROUPS).forEach((name, summary) -> line(text, name, summary));
        text.append("\nCommands:\n");
        OTHERS.forEach(name -> line(text, name, name));
        text.append("\nGlobal Options:\n").append(HelpText.flags(Words.GLOBAL, WIDTH));
        text.append("""
                      --data-root string   Images and containers of the engine (default "/var/lib/sampan"; first of all flags)
                      --exec-root string   Sockets of the engine (default "/run/sampan"; first of all flags)
                """);
        return text.append("\nRun 'sampan COMMAND --help' for more information on a command.\n")
                .toString();
    }

    static String group(String group) {
        StringBuilder text =
                new StringBuilder("Usage:  sampan " + group + " COMMAND\n\n" + GROUPS.get(group) + "\n\nCommands:\n");
        MEMBERS.getOrDefault(group, List.of()).forEach(name -> line(text, group + " " + name, name));
        return text.append("\nRun 'sampan " + group + " COMMAND --help' for more information on a command.\n")
                .toString();
    }

    /** @param words of a command, or what to say of a group */
    private static void line(StringBuilder text, String words, String shown) {
        String summary =
                Commands.find(words).map(command -> command.usage().summary()).orElse(shown);
        String name = words.substring(words.indexOf(' ') + 1);
        text.append("  ")
                .append(name)
                .repeat(' ', NAME_WIDTH - name.length())
                .append(summary)
                .append('\n');
    }

    static String version() {
        return "Sampan version " + Commands.version() + "\n";
    }

    static boolean isDockers(String word) {
        return LATER.contains(word);
    }

    /** Wrong usage of the flags before the command. */
    static String misuse(String message) {
        return message + "\n\nUsage:  sampan [OPTIONS] COMMAND [ARG...]\n\nRun 'sampan --help' for more information";
    }

    static String misuse(Usage usage, String message) {
        return message + "\n\nUsage:  " + usage.line(PROGRAM) + "\n\nRun 'sampan " + usage.name()
                + " --help' for more information";
    }

    static String tooEarly(Usage usage, Flag<?> flag) {
        return "sampan: --" + flag.name() + " is not supported yet: it comes with " + flag.later()
                + " in a later version of Sampan\n\n" + "Run 'sampan " + usage.name() + " --help' for more information";
    }
}

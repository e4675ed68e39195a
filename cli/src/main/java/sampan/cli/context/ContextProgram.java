package sampan.cli.context;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import sampan.cli.call.CommandFailure;
import sampan.cli.flag.FlagParser;
import sampan.cli.flag.HelpText;
import sampan.cli.flag.InvalidValue;
import sampan.cli.flag.ParsedFlags;
import sampan.cli.flag.Usage;
import sampan.cli.flag.UsageError;

/** {@code sampan context …}, in a process of its own. */
public final class ContextProgram {
    private static final int BAD_USAGE = 125;
    private static final int WIDTH = 80;
    private static final String PROGRAM = "sampan";

    private static final Map<String, ContextCommand> COMMANDS = Map.ofEntries(
            Map.entry("create", ContextEditing.CREATE),
            Map.entry("export", ContextArchive.EXPORT),
            Map.entry("import", ContextArchive.IMPORT),
            Map.entry("inspect", ContextShowing.INSPECT),
            Map.entry("list", ContextShowing.LIST),
            Map.entry("ls", ContextShowing.LIST),
            Map.entry("remove", ContextEditing.REMOVE),
            Map.entry("rm", ContextEditing.REMOVE),
            Map.entry("show", ContextShowing.SHOW),
            Map.entry("update", ContextEditing.UPDATE),
            Map.entry("use", ContextEditing.USE));
    private static final List<String> SHOWN =
            List.of("create", "export", "import", "inspect", "ls", "rm", "show", "update", "use");

    /** What help, completion and manual pages tell of each, by its second word. */
    public static SortedMap<String, Usage> usages() {
        SortedMap<String, Usage> usages = new TreeMap<>();
        COMMANDS.forEach((name, command) -> usages.put(name, command.usage()));
        usages.keySet().retainAll(SHOWN);
        return usages;
    }

    private final ClientConfig config;
    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    public ContextProgram(Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
        this.config = ClientConfig.of(environment);
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /**
     * @param words what follows {@code context}
     * @return the exit status
     */
    public int run(List<String> words) {
        if (words.isEmpty()
                || words.getFirst().equals("--help")
                || words.getFirst().equals("-h")) {
            out.print(overview());
            return 0;
        }
        ContextCommand command = COMMANDS.get(words.getFirst());
        if (command == null) {
            err.println("sampan: unknown command: sampan context " + words.getFirst()
                    + "\n\nRun 'sampan context --help' for more information");
            return 1;
        }
        return run(command, words.subList(1, words.size()));
    }

    private int run(ContextCommand command, List<String> words) {
        Usage usage = command.usage();
        try {
            ParsedFlags flags = FlagParser.parse(usage, words);
            if (flags.helpAsked()) {
                out.print(HelpText.of(usage, PROGRAM, WIDTH));
                return 0;
            }
            int operands = flags.operands().size();
            if (operands < usage.minimum() || operands > usage.maximum()) {
                err.println(misuse(usage, "sampan: 'sampan " + usage.name() + "' " + miscount(usage, operands)));
                return 1;
            }
            command.action().run(new ContextCall(flags, config, in, out, err));
            return 0;
        } catch (UsageError wrong) {
            err.println(misuse(usage, wrong.getMessage()));
            return BAD_USAGE;
        } catch (CommandFailure failure) {
            err.println(failure.getMessage());
            return failure.status();
        } catch (InvalidValue wrong) {
            err.println(wrong.getMessage());
            return 1;
        } catch (IOException failed) {
            err.println("sampan: " + sentence(failed));
            return 1;
        }
    }

    private static String sentence(IOException failed) {
        return switch (failed) {
            case NoSuchFileException missing -> "open " + missing.getFile() + ": no such file or directory";
            case FileSystemException file ->
                file.getFile() + ": " + (file.getReason() == null ? "permission denied" : file.getReason());
            default -> String.valueOf(failed.getMessage());
        };
    }

    private static String misuse(Usage usage, String message) {
        return message + "\n\nUsage:  " + usage.line(PROGRAM) + "\n\nRun 'sampan " + usage.name()
                + " --help' for more information";
    }

    private static String miscount(Usage usage, int operands) {
        if (usage.maximum() == 0) {
            return "accepts no arguments";
        }
        boolean few = operands < usage.minimum();
        int bound = few ? usage.minimum() : usage.maximum();
        String range = usage.minimum() == usage.maximum() ? "" : few ? "at least " : "at most ";
        return "requires " + range + bound + (bound == 1 ? " argument" : " arguments");
    }

    private static String overview() {
        StringBuilder text = new StringBuilder("Usage:  sampan context COMMAND\n\nManage contexts\n\nCommands:\n");
        for (String name : SHOWN) {
            ContextCommand command = COMMANDS.get(name);
            if (command != null) {
                text.append("  ").append(name).repeat(' ', 12 - name.length());
                text.append(command.usage().summary()).append('\n');
            }
        }
        return text.append("\nRun 'sampan context COMMAND --help' for more information on a command.\n")
                .toString();
    }
}

package sampan.cli.complete;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sampan.cli.call.Command;
import sampan.cli.command.Catalogue;
import sampan.cli.command.Commands;
import sampan.cli.context.ContextProgram;
import sampan.cli.flag.Flag;
import sampan.cli.flag.Usage;
import sampan.cli.front.FrontSession;
import sampan.core.Engine;

/** Finds what may stand at the cursor of a command line. */
public final class Completer {
    private final List<Flag<?>> globals;
    private final Things things;

    /**
     * @param globals flags that may stand before the command
     * @param session of the shell that asks
     */
    public Completer(List<Flag<?>> globals, Supplier<Engine> engine, FrontSession session) {
        this.globals = globals;
        things = new Things(engine, session);
    }

    /** @param words after the program's name; the last one is what is typed of the word at the cursor, maybe nothing */
    public List<Candidate> complete(List<String> words) {
        if (words.isEmpty()) {
            return List.of();
        }
        String current = words.getLast();
        return candidates(words.subList(0, words.size() - 1), current)
                .filter(candidate -> candidate.text().startsWith(current))
                .distinct()
                .sorted((one, other) -> one.text().compareTo(other.text()))
                .toList();
    }

    private Stream<Candidate> candidates(List<String> before, String current) {
        Position global = Position.after(globals, before, true);
        if (global.pending() != null) {
            return things.values(global.pending(), "", current);
        }
        List<String> rest = before.subList(global.read(), before.size());
        if (rest.isEmpty()) {
            return current.startsWith("-") ? flags(globals) : topLevel();
        }
        return switch (rest.getFirst()) {
            case "help" -> rest.size() == 1 ? topLevel() : members(rest.get(1));
            case "completion" ->
                rest.size() == 1 ? Stream.of("bash", "fish", "zsh").map(Candidate::of) : Stream.empty();
            case "context" -> context(rest, current);
            default -> ofEngine(rest, current);
        };
    }

    private Stream<Candidate> ofEngine(List<String> rest, String current) {
        String first = rest.getFirst();
        if (!Catalogue.groups().containsKey(first)) {
            return ofCommand(first, rest.subList(1, rest.size()), current);
        }
        return rest.size() == 1
                ? members(first)
                : ofCommand(first + " " + rest.get(1), rest.subList(2, rest.size()), current);
    }

    private static Stream<Candidate> topLevel() {
        Stream<Candidate> commands = Catalogue.topLevel().stream().map(Completer::described);
        Stream<Candidate> groups = Stream.of(Catalogue.groups(), Catalogue.OUTSIDE, Catalogue.GROUPS_OUTSIDE)
                .flatMap(words -> words.entrySet().stream())
                .map(group -> new Candidate(group.getKey(), group.getValue()));
        return Stream.of(commands, groups, Stream.of(new Candidate("help", "Show the help of a command")))
                .flatMap(stream -> stream);
    }

    private static Stream<Candidate> members(String group) {
        return Catalogue.members(group).stream()
                .map(member ->
                        new Candidate(member, described(group + " " + member).description()));
    }

    private static Candidate described(String words) {
        return new Candidate(
                words,
                Commands.find(words).map(command -> command.usage().headline()).orElse(""));
    }

    private static Stream<Candidate> flags(List<Flag<?>> flags) {
        return Stream.concat(
                flags.stream()
                        .filter(flag -> flag.refusal().isEmpty())
                        .map(flag -> new Candidate("--" + flag.name(), flag.help())),
                Stream.of(new Candidate("--help", "Show the help")));
    }

    private Stream<Candidate> ofCommand(String words, List<String> before, String current) {
        return Commands.find(words).map(Command::usage).stream().flatMap(usage -> ofUsage(usage, before, current));
    }

    private Stream<Candidate> context(List<String> rest, String current) {
        Map<String, Usage> usages = ContextProgram.usages();
        if (rest.size() == 1) {
            return usages.values().stream()
                    .map(usage -> new Candidate(usage.name().substring("context ".length()), usage.headline()));
        }
        Usage usage = usages.get(rest.get(1));
        return usage == null ? Stream.empty() : ofUsage(usage, rest.subList(2, rest.size()), current);
    }

    private Stream<Candidate> ofUsage(Usage usage, List<String> before, String current) {
        Position position = Position.after(usage.flags(), before, usage.commandFollows());
        if (position.pending() != null) {
            return things.values(position.pending(), usage.name(), current);
        }
        if (current.startsWith("--") && current.contains("=")) {
            return attached(usage, current);
        }
        boolean flags = current.startsWith("-") && !(usage.commandFollows() && position.operands() > 0);
        return flags ? flags(usage.flags()) : things.operands(usage, position.operands(), before);
    }

    /** {@code --restart=al}. */
    private Stream<Candidate> attached(Usage usage, String current) {
        String name = current.substring(2, current.indexOf('='));
        return usage.flags().stream()
                .filter(flag -> flag.name().equals(name))
                .flatMap(flag -> things.values(flag, usage.name(), current.substring(name.length() + 3)))
                .map(value -> new Candidate("--" + name + "=" + value.text(), value.description()));
    }

    /**
     * Where the words before the cursor lead.
     *
     * @param read how many words were flags and their values, where flags end at the first operand
     * @param pending the flag whose value is at the cursor
     */
    private record Position(
            int read, int operands, @Nullable Flag<?> pending) {
        static Position after(List<Flag<?>> flags, List<String> words, boolean stopsAtOperand) {
            List<String> operands = new ArrayList<>();
            boolean only = false;
            int at = 0;
            while (at < words.size()) {
                String word = words.get(at);
                if (only || !word.startsWith("-") || word.equals("-")) {
                    operands.add(word);
                    if (stopsAtOperand) {
                        return new Position(at, words.size() - at, null);
                    }
                } else {
                    only = word.equals("--");
                    Flag<?> flag = only ? null : takingNext(flags, word);
                    if (flag != null && at == words.size() - 1) {
                        return new Position(at, operands.size(), flag);
                    }
                    at += flag == null ? 0 : 1;
                }
                at++;
            }
            return new Position(words.size(), operands.size(), null);
        }

        /** The flag that takes the word after this one as its value; null when there is none. */
        private static @Nullable Flag<?> takingNext(List<Flag<?>> flags, String word) {
            for (Flag<?> flag : flags) {
                boolean isLong = word.equals("--" + flag.name());
                boolean isShort =
                        !word.startsWith("--") && !flag.shorthand().isEmpty() && word.endsWith(flag.shorthand());
                if (!flag.isSwitch() && (isLong || isShort)) {
                    return flag;
                }
            }
            return null;
        }
    }
}

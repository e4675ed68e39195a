package sampan.cli.flag;

import java.util.List;

/**
 * What a command looks like from outside.
 *
 * @param name the words that call it, {@code container ls}
 * @param operands what follows the flags in the usage line, {@code CONTAINER [CONTAINER...]}
 * @param aliases other ways to call it
 * @param minimum fewest operands
 * @param maximum most operands, or {@link #ANY}
 * @param commandFollows flags end at the first operand, as what follows belongs to another program
 */
public record Usage(
        String name,
        String operands,
        String summary,
        List<String> aliases,
        List<Flag<?>> flags,
        int minimum,
        int maximum,
        boolean commandFollows) {
    public static final int ANY = Integer.MAX_VALUE;

    public static Usage of(String name, String operands, String summary) {
        return new Usage(name, operands, summary, List.of(), List.of(), 0, ANY, false);
    }

    public Usage aliases(String... words) {
        return new Usage(name, operands, summary, List.of(words), flags, minimum, maximum, commandFollows);
    }

    public Usage flags(List<Flag<?>> all) {
        return new Usage(name, operands, summary, aliases, List.copyOf(all), minimum, maximum, commandFollows);
    }

    public Usage flags(Flag<?>... all) {
        return flags(List.of(all));
    }

    public Usage atLeast(int operandCount) {
        return new Usage(name, operands, summary, aliases, flags, operandCount, ANY, commandFollows);
    }

    public Usage between(int fewest, int most) {
        return new Usage(name, operands, summary, aliases, flags, fewest, most, commandFollows);
    }

    public Usage exactly(int operandCount) {
        return between(operandCount, operandCount);
    }

    public Usage commandFollowing() {
        return new Usage(name, operands, summary, aliases, flags, minimum, maximum, true);
    }

    /** The same command under another name, for {@code container ls} and {@code ps}. */
    public Usage named(String other) {
        return new Usage(other, operands, summary, aliases, flags, minimum, maximum, commandFollows);
    }

    /** Whether long flags may have one dash, as Go's own flags and those of docker-gen do. */
    public boolean oneDash() {
        return name.equals("template");
    }

    /** How many of the operands, from the first on, are containers. */
    public int containers() {
        return leading("CONTAINER");
    }

    /** The same of volumes. */
    public int volumes() {
        return leading("VOLUME");
    }

    private int leading(String what) {
        if (!startsWith(what) || operands.contains("NEW_NAME")) {
            return 0;
        }
        return operands.contains(what + "...]") ? ANY : 1;
    }

    /** As a word that may be left out only together with others. */
    private boolean startsWith(String what) {
        int from = operands.startsWith("[") ? 1 : 0;
        int end = from + what.length();
        if (!operands.startsWith(what, from) || end == operands.length()) {
            return operands.startsWith(what, from);
        }
        char next = operands.charAt(end);
        return next != ':' && next != ']' && next != '_' && !Character.isLetterOrDigit(next);
    }

    /** The summary's first line. */
    public String headline() {
        return summary.lines().findFirst().orElse("");
    }

    /** {@code sampan run [OPTIONS] IMAGE [COMMAND] [ARG...]}. */
    public String line(String program) {
        String line = program + " " + name;
        line += flags.isEmpty() ? "" : " [OPTIONS]";
        return operands.isEmpty() ? line : line + " " + operands;
    }
}

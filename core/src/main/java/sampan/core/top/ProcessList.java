package sampan.core.top;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sampan.core.error.EngineException;

/**
 * The processes of a container.
 *
 * @param titles of the columns
 * @param processes a cell for each title
 */
public record ProcessList(List<String> titles, List<List<String>> processes) {
    private static final String PID = "PID";
    private static final String USUAL = "-ef";

    public ProcessList {
        titles = List.copyOf(titles);
        processes = List.copyOf(processes);
    }

    /**
     * @param options of ps; empty: {@code -ef}
     * @param pids of the processes, as the host numbers them
     */
    public static ProcessList of(String options, Set<Integer> pids) throws IOException, InterruptedException {
        List<String> words =
                PsOptions.parse(options.isEmpty() ? USUAL : options).words();
        String chosen = "-q" + pids.stream().sorted().map(String::valueOf).collect(Collectors.joining(","));
        PsProgram.Output output =
                PsProgram.run(Stream.concat(words.stream(), Stream.of(chosen)).toList());
        if (output.error().isPresent()) { // some options do not go with -q
            output = PsProgram.run(words);
        }
        output.error().ifPresent(reason -> {
            throw new EngineException.SystemError(reason, null);
        });
        return parse(output.text(), pids);
    }

    static ProcessList parse(String output, Set<Integer> pids) {
        List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
        List<String> titles = lines.isEmpty() ? List.of() : words(lines.getFirst());
        int column = titles.indexOf(PID);
        if (column < 0) {
            throw new EngineException.SystemError("Couldn't find PID field in ps output", null);
        }
        List<List<String>> processes = new ArrayList<>();
        boolean ours = false;
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = words(line);
            if (cells.size() > column) {
                // With m, threads follow their process, and have no pid of their own.
                ours = cells.get(column).equals("-") ? ours : pids.contains(number(cells.get(column)));
                if (ours) {
                    processes.add(row(cells, titles.size()));
                }
            }
        }
        return new ProcessList(titles, processes);
    }

    private static List<String> words(String line) {
        return Arrays.stream(line.strip().split("[ \t]+")).toList();
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new EngineException.SystemError(
                    "Unexpected pid '" + text + "': strconv.Atoi: parsing \"" + text + "\": invalid syntax", null);
        }
    }

    /** What is more than there are titles belongs to the last one: a command has blanks. */
    private static List<String> row(List<String> cells, int columns) {
        if (cells.size() < columns) {
            return cells;
        }
        List<String> row = new ArrayList<>(cells.subList(0, columns - 1));
        row.add(String.join(" ", cells.subList(columns - 1, cells.size())));
        return row;
    }
}

package sampan.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one of our load programs measured.
 *
 * @param rate of its steps, in a second
 * @param median of a step, in milliseconds
 * @param slowest the 99th percentile of the steps, in milliseconds
 */
record Load(double rate, double median, double slowest) {
    /** Runs the command line to its end. */
    static Load of(List<String> command) throws IOException {
        return parse(Shell.run(command));
    }

    /** One that measures several things: a line each. */
    static List<Load> each(List<String> command) throws IOException {
        List<Load> all = new ArrayList<>();
        for (String line : Shell.run(command).strip().split("\n", -1)) {
            all.add(parse(line));
        }
        return all;
    }

    /**
     * What {@code tell()} tells, in the last line.
     *
     * @param output null: the program ended without
     */
    static Load parse(@Nullable String output) throws IOException {
        if (output == null || output.isBlank()) {
            throw new IOException("our load program had nothing to tell");
        }
        String[] words =
                output.strip().lines().reduce((_, last) -> last).orElse("").split(" ", -1);
        return new Load(
                Double.parseDouble(words[0]), Double.parseDouble(words[1]) / 1e6, Double.parseDouble(words[2]) / 1e6);
    }

    /** The command lines in turn, after one round that does not count. @return of each the figures of each round */
    static List<List<Load>> interleaved(List<List<String>> commands, int rounds) throws IOException {
        return Timing.inTurn(
                commands.stream()
                        .<Timing.Step<Load>>map(command -> () -> of(command))
                        .toList(),
                rounds);
    }

    static List<Double> rates(List<Load> loads) {
        return loads.stream().map(Load::rate).toList();
    }

    static List<Double> medians(List<Load> loads) {
        return loads.stream().map(Load::median).toList();
    }

    static List<Double> slowest(List<Load> loads) {
        return loads.stream().map(Load::slowest).toList();
    }
}

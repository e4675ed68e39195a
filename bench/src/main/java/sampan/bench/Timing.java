package sampan.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Times command lines by the stopwatch, in interleaved rounds. */
final class Timing {
    /** Between two command lines that are timed as one. */
    static final String THEN = ";";

    /** As {@link #THEN}, and before the next one whatever the first left behind has ended. */
    static final String WHEN_ALL_ENDED = ";;";

    private final Path stopwatch;

    Timing(Path stopwatch) {
        this.stopwatch = stopwatch;
    }

    /**
     * Runs every command {@code repeats} times a round, in turn, after one round that does not count.
     *
     * @return for each command the median of each round, in milliseconds
     */
    List<List<Double>> interleaved(List<List<String>> commands, int rounds, int repeats) throws IOException {
        return inTurn(
                commands.stream()
                        .<Step<Double>>map(command -> () -> Statistics.median(times(command, repeats)))
                        .toList(),
                rounds);
    }

    /** Wall time of each of {@code repeats} runs in milliseconds. */
    List<Double> times(List<String> command, int repeats) throws IOException {
        var line = new ArrayList<>(List.of(stopwatch.toString(), Integer.toString(repeats)));
        line.addAll(command);
        return Shell.run(line)
                .lines()
                .map(nanoseconds -> Long.parseLong(nanoseconds) / 1e6)
                .toList();
    }

    /** Measures itself. */
    @FunctionalInterface
    interface Step<T> {
        T once() throws IOException;
    }

    /** All steps in turn, after one round that does not count. @return of each step what each round gave */
    static <T> List<List<T>> inTurn(List<Step<T>> steps, int rounds) throws IOException {
        List<List<T>> figures = new ArrayList<>();
        steps.forEach(_ -> figures.add(new ArrayList<>()));
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < steps.size(); i++) {
                T figure = steps.get(i).once();
                if (round >= 0) {
                    figures.get(i).add(figure);
                }
            }
        }
        return figures;
    }

    /** Runs a command {@code count} times, {@code width} at a time. @return runs per second */
    double rate(List<String> command, int count, int width) throws IOException {
        List<String> lane = new ArrayList<>(command);
        for (int i = 1; i < count / width; i++) {
            lane.add(THEN);
            lane.addAll(command);
        }
        return rate(Collections.nCopies(width, lane), count);
    }

    /** Runs all lanes at once, each once. @return of what there are {@code count} in all lanes together, so many a second */
    double rate(List<List<String>> lanes, int count) throws IOException {
        long start = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(lanes.size())) {
            List<Future<List<Double>>> running = new ArrayList<>();
            for (List<String> lane : lanes) {
                running.add(threads.submit(() -> times(lane, 1)));
            }
            for (Future<List<Double>> lane : running) {
                lane.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IOException("a run failed", e);
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }
}

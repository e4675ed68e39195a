package sampan.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Times command lines by the stopwatch, in interleaved rounds. */
final class Timing {
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
        List<List<Double>> medians = new ArrayList<>();
        commands.forEach(_ -> medians.add(new ArrayList<>()));
        for (int round = -1; round < rounds; round++) {
            for (int i = 0; i < commands.size(); i++) {
                double median = Statistics.median(times(commands.get(i), repeats));
                if (round >= 0) {
                    medians.get(i).add(median);
                }
            }
        }
        return medians;
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

    /** Runs a command {@code count} times, {@code width} at a time. @return runs per second */
    double rate(List<String> command, int count, int width) throws IOException {
        long start = System.nanoTime();
        try (var threads = Executors.newFixedThreadPool(width)) {
            List<Future<List<Double>>> lanes = new ArrayList<>();
            for (int lane = 0; lane < width; lane++) {
                lanes.add(threads.submit(() -> times(command, count / width)));
            }
            for (Future<List<Double>> lane : lanes) {
                lane.get();
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IOException("a run failed", e);
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }
}

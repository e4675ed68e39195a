package sampan.bench;

import java.util.List;
import java.util.Random;

/** Medians and the bootstrap interval of a ratio. */
final class Statistics {
    private static final int RESAMPLES = 2000;

    private Statistics() {}

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** A ratio of medians with the bounds of its 95 % interval. */
    record Ratio(double value, double low, double high) {
        @Override
        public String toString() {
            return low == high ? "%.3f".formatted(value) : "%.3f (%.3f-%.3f)".formatted(value, low, high);
        }
    }

    /** Of the medians of paired rounds; the seed is fixed so that the same figures give the same interval. */
    static Ratio ratio(List<Double> ours, List<Double> theirs) {
        var random = new Random(1);
        List<Double> resampled = java.util.stream.Stream.generate(
                        () -> median(resample(ours, random)) / median(resample(theirs, random)))
                .limit(RESAMPLES)
                .sorted()
                .toList();
        return new Ratio(
                median(ours) / median(theirs),
                resampled.get(RESAMPLES / 40),
                resampled.get(RESAMPLES - RESAMPLES / 40 - 1));
    }

    private static List<Double> resample(List<Double> values, Random random) {
        return random.ints(values.size(), 0, values.size())
                .mapToObj(values::get)
                .toList();
    }
}

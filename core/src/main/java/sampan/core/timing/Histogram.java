package sampan.core.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** How often something took how long, in the buckets that Prometheus' clients have by default. Safe for use by several threads. */
public final class Histogram {
    private static final double NANOS = 1e9;

    /** In seconds; what takes longer is in the last one, which has no limit. */
    public static final List<Double> LIMITS = List.of(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0);

    private final List<LongAdder> buckets = new ArrayList<>();
    private final LongAdder sum = new LongAdder();

    Histogram() {
        for (int i = 0; i <= LIMITS.size(); i++) {
            buckets.add(new LongAdder());
        }
    }

    void add(long nanos) {
        int bucket = 0;
        while (bucket < LIMITS.size() && nanos > LIMITS.get(bucket) * NANOS) {
            bucket++;
        }
        buckets.get(bucket).increment();
        sum.add(nanos);
    }

    /** How often it took no longer than each limit, in their order, and in the end how often in all. */
    public List<Long> counts() {
        List<Long> counts = new ArrayList<>();
        long all = 0;
        for (LongAdder bucket : buckets) {
            all += bucket.sum();
            counts.add(all);
        }
        return counts;
    }

    /** In seconds, of all of them. */
    public double sum() {
        return sum.sum() / NANOS;
    }
}

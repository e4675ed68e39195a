package sampan.core.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HistogramTest {
    @Test
    void eachBucketCountsWhatTookNoLonger() {
        Histogram histogram = new Histogram();
        Stream.of(1, 5, 6, 300, 20_000)
                .map(millis -> Duration.ofMillis(millis).toNanos())
                .forEach(histogram::add);
        assertThat(histogram.counts()).containsExactly(2L, 3L, 3L, 3L, 3L, 3L, 4L, 4L, 4L, 4L, 4L, 5L);
        assertThat(histogram.sum()).isEqualTo(20.312);
    }

    @Test
    void anActionIsMeasuredUntilItsSpanIsClosed() {
        Timings timings = new Timings();
        try (Timings.Span _ = timings.begin(Timings.Action.SYSTEM_INFO)) {
            assertThat(infos(timings)).isZero();
        }
        assertThat(infos(timings)).isOne();
        assertThat(timings.of(Timings.Kind.HOST)).containsOnlyKeys("system_info", "system_version");
        assertThat(timings.of(Timings.Kind.CONTAINER))
                .containsOnlyKeys("changes", "commit", "create", "delete", "start");
    }

    private static long infos(Timings timings) {
        return Objects.requireNonNull(timings.of(Timings.Kind.HOST).get("system_info"))
                .counts()
                .getLast();
    }
}

package sampan.core.container.list;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AgesTest {
    @Test
    void tellsAgesInWords() {
        assertThat(Ages.of(Duration.ofMillis(900))).isEqualTo("Less than a second");
        assertThat(Ages.of(Duration.ofSeconds(1))).isEqualTo("1 second");
        assertThat(Ages.of(Duration.ofSeconds(59))).isEqualTo("59 seconds");
        assertThat(Ages.of(Duration.ofSeconds(100))).isEqualTo("About a minute");
        assertThat(Ages.of(Duration.ofMinutes(59))).isEqualTo("59 minutes");
        assertThat(Ages.of(Duration.ofMinutes(61))).isEqualTo("About an hour");
        assertThat(Ages.of(Duration.ofMinutes(91))).isEqualTo("2 hours");
        assertThat(Ages.of(Duration.ofHours(47))).isEqualTo("47 hours");
        assertThat(Ages.of(Duration.ofDays(2))).isEqualTo("2 days");
        assertThat(Ages.of(Duration.ofDays(15))).isEqualTo("2 weeks");
        assertThat(Ages.of(Duration.ofDays(90))).isEqualTo("3 months");
        assertThat(Ages.of(Duration.ofDays(800))).isEqualTo("2 years");
    }
}

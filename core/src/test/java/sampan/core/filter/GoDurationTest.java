package sampan.core.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

final class GoDurationTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final ZoneId ZONE = ZoneId.of("+02:00");

    @Test
    void readsWhatGoWrites() {
        assertThat(GoDuration.parse("0")).isZero();
        assertThat(GoDuration.parse("1h30m")).isEqualTo(Duration.ofMinutes(90));
        assertThat(GoDuration.parse("1.5s")).isEqualTo(Duration.ofMillis(1500));
        assertThat(GoDuration.parse("-10ms")).isEqualTo(Duration.ofMillis(-10));
        assertThat(GoDuration.parse("3us")).isEqualTo(Duration.ofNanos(3000));
    }

    @Test
    void refusesWhatIsNoDuration() {
        refuses("", "time: invalid duration \"\"");
        refuses("x", "time: invalid duration \"x\"");
        refuses(".s", "time: invalid duration \".s\"");
        refuses("5", "time: missing unit in duration \"5\"");
        refuses("5x", "time: unknown unit \"x\" in duration \"5x\"");
        refuses("9999999999h", "time: invalid duration \"9999999999h\"");
    }

    private static void refuses(String text, String sentence) {
        assertThatThrownBy(() -> GoDuration.parse(text))
                .isInstanceOf(DateTimeException.class)
                .hasMessage(sentence);
    }

    @Test
    void aMomentIsSecondsADateOrHowLongAgo() {
        assertThat(moment("1700000000.5")).isEqualTo(Instant.parse("2023-11-14T22:13:20.5Z"));
        assertThat(moment("42m")).isEqualTo(Instant.parse("2026-03-01T11:18:00Z"));
        assertThat(moment("2013-01-02T13:23:37Z")).isEqualTo(Instant.parse("2013-01-02T13:23:37Z"));
        assertThat(moment("2013-01-02T13:23:37.25+01:00")).isEqualTo(Instant.parse("2013-01-02T12:23:37.25Z"));
        assertThat(moment("2013-01-02T13:23")).isEqualTo(Instant.parse("2013-01-02T11:23:00Z"));
        assertThat(moment("2013-01-02T13")).isEqualTo(Instant.parse("2013-01-02T11:00:00Z"));
        assertThat(moment("2013-01-02")).isEqualTo(Instant.parse("2013-01-01T22:00:00Z"));
        assertThat(moment("2013-01-02Z")).isEqualTo(Instant.parse("2013-01-02T00:00:00Z"));
    }

    @Test
    void refusesWhatIsNoMoment() {
        for (String text : new String[] {"", "yesterday", "2013-13-01", "2013-01-02T25:00", "9999999999999999", "-"}) {
            assertThatThrownBy(() -> moment(text))
                    .isInstanceOf(DateTimeException.class)
                    .hasMessage("failed to parse value as time or duration: \"" + text + "\"");
        }
    }

    private static Instant moment(String text) {
        return Moment.parse(text, NOW, ZONE);
    }
}

package sampan.api.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sampan.core.log.LineBeginnings;
import sampan.core.log.LogEntry;

final class LogLinesTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private LogLines lines(boolean merged) {
        return new LogLines(out, true, merged, new LineBeginnings(false, Optional.empty()));
    }

    private static void three(LogLines lines) throws IOException {
        lines.accept(entry(false, "a\n"));
        lines.accept(entry(false, "b\n"));
        lines.accept(entry(true, "c\n"));
        lines.pause();
    }

    private static LogEntry entry(boolean error, String line) {
        return new LogEntry(Instant.EPOCH, error, line.getBytes(StandardCharsets.UTF_8), false, null);
    }

    private String text() {
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void eachLineComesInAFrameOfItsOwn() throws IOException {
        three(lines(false));

        assertThat(text()).isEqualTo("\1\0\0\0\0\0\0\2a\n\1\0\0\0\0\0\0\2b\n\2\0\0\0\0\0\0\2c\n");
    }

    @Test
    void linesOfOneStreamComeTogetherToWhoDoesNotLookAtFrames() throws IOException {
        three(lines(true));

        assertThat(text()).isEqualTo("\1\0\0\0\0\0\0\4a\nb\n\2\0\0\0\0\0\0\2c\n");
    }

    @Test
    void onlyTheDockerCommandDoesNotLookAtFrames() {
        assertThat(LogLines.mayMerge("Docker-Client/28.2.2 (linux)")).isTrue();
        assertThat(LogLines.mayMerge("docker-sdk-python/5.0.3")).isFalse();
        assertThat(LogLines.mayMerge("")).isFalse();
    }

    @Test
    void aFrameOfManyLinesHasItsEnd() throws IOException {
        LogLines lines = lines(true);
        for (int i = 0; i < 30; i++) {
            lines.accept(entry(false, "x".repeat(999) + "\n"));
        }
        lines.pause();

        assertThat(text()).startsWith("\1\0\0\0\0\0\u003e\u0080").hasSize(30_000 + 2 * 8);
    }
}

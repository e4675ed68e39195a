package sampan.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ProgressTest {
    private final List<String> drawn = new ArrayList<>();
    private long millis;
    private int columns = 120;

    private Progress progress(long total) {
        InstantSource clock = () -> Instant.ofEpochMilli(millis);
        return new Progress(
                new Progress.Line() {
                    @Override
                    public int columns() {
                        return columns;
                    }

                    @Override
                    public void draw(String text) {
                        drawn.add(text);
                    }
                },
                clock,
                "Importing",
                total);
    }

    @Test
    void staysSilentForASecondAndLeavesNothing() throws IOException {
        try (Progress progress = progress(1000)) {
            millis = 999;
            progress.add(10);
            assertThat(drawn).isEmpty();
        }
        assertThat(drawn).isEmpty();
    }

    @Test
    void drawsABarAndErasesItAtTheEnd() throws IOException {
        try (Progress progress = progress(1000)) {
            millis = 1500;
            progress.add(500);
            millis = 1550;
            progress.add(1);
            millis = 1700;
            progress.add(499);
        }
        assertThat(drawn).hasSize(3);
        assertThat(drawn.getFirst()).startsWith("\r\u001b[KImporting [====").endsWith("500B/1kB");
        assertThat(drawn.get(1)).endsWith("1kB/1kB");
        assertThat(drawn.getLast()).isEqualTo("\r\u001b[K");
    }

    @Test
    void isNoLongerThanTheTerminalIsWideAndNotThereWithoutOne() throws IOException {
        columns = 12;
        try (Progress progress = progress(0)) {
            millis = 2000;
            progress.add(123_456_789);
            assertThat(drawn.getFirst()).hasSize(3 + 1 + 11);
            columns = 0;
            millis = 3000;
            progress.add(1);
            assertThat(drawn).hasSize(1);
        }
    }
}

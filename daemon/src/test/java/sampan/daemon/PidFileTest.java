package sampan.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PidFileTest {
    @TempDir
    Path folder;

    @Test
    void holdsOurPidUntilItIsClosed() throws IOException {
        Path path = folder.resolve("deep/er/pid");
        try (PidFile _ = PidFile.write(path)) {
            assertThat(path).hasContent(Long.toString(ProcessHandle.current().pid()));
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void aLivingProcessInItIsAnotherEngine() throws IOException {
        Path path = Files.writeString(folder.resolve("pid"), "1\n");
        assertThatThrownBy(() -> PidFile.write(path))
                .isInstanceOf(IOException.class)
                .hasMessage("process with PID 1 is still running, and " + path + " is its pid file");
        assertThat(path).hasContent("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "-1", "0", "99999999999999999999", "../1", "4194305"})
    void whatIsNoLivingProcessIsReplaced(String content) throws IOException {
        Path path = Files.writeString(folder.resolve("pid"), content);
        try (PidFile _ = PidFile.write(path)) {
            assertThat(path).hasContent(Long.toString(ProcessHandle.current().pid()));
        }
    }
}

package sampan.kernel.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import sampan.kernel.DescriptorLeaks;
import sampan.kernel.Fd;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

@ExtendWith(DescriptorLeaks.class)
class TerminalTest {
    @Test
    void aTerminalHasASizeThatCanBeSet() throws IOException {
        try (Fd master = Open.open(Path.of("/dev/ptmx"), OpenFlags.O_RDWR | OpenFlags.O_NOCTTY)) {
            assertThat(Terminal.isTerminal(master)).isTrue();
            Terminal.resize(master, new WindowSize(24, 65535));
            assertThat(Terminal.size(master)).isEqualTo(new WindowSize(24, 65535));
        }
    }

    @Test
    void aFileIsNone() throws IOException {
        try (Fd file = Open.open(Path.of("/dev/null"), OpenFlags.O_RDWR)) {
            assertThat(Terminal.isTerminal(file)).isFalse();
            assertThatThrownBy(() -> Terminal.size(file)).hasMessageEndingWith("TIOCGWINSZ, ...) = ENOTTY");
        }
        assertThatThrownBy(() -> new WindowSize(70_000, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}

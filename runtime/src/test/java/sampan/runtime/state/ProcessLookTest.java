package sampan.runtime.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ProcessLookTest {
    private static final int PROCESSES = 300;

    @Test
    void aProcessThatLivesHasNotEnded() throws IOException {
        assertThat(ProcessLook.at(Math.toIntExact(ProcessHandle.current().pid())))
                .hasValueSatisfying(look -> assertThat(look.ended()).isFalse());
    }

    /** At whatever moment: the kernel tells it by a missing file, or as ESRCH by open(2) or by read(2). */
    @Test
    void aProcessThatGoesMeanwhileIsGone() throws IOException {
        for (int i = 0; i < PROCESSES; i++) {
            int pid = Math.toIntExact(new ProcessBuilder("/bin/true").start().pid());
            Optional<ProcessLook> look;
            do {
                look = ProcessLook.at(pid);
            } while (look.isPresent());
        }
    }
}

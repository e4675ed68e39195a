package sampan.runtime.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;

final class StateFolderTest {
    private static final String ID = "one";
    private static final int CALLERS = 4;
    private static final int MAKINGS = 2000;

    @TempDir
    Path folder;

    private StateFolder open() throws IOException {
        return new StateFolder(Open.open(folder, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY));
    }

    @Test
    void anIdIsTakenUntilItsFolderIsRemoved() throws Exception {
        try (StateFolder states = open();
                SavedContainer first = states.make(ID).orElseThrow()) {
            assertThat(states.make(ID)).isEmpty();
            states.remove(ID, first);
            try (SavedContainer second = states.make(ID).orElseThrow()) {
                second.saveConfig("second".getBytes(UTF_8));
                states.remove(ID, first); // by somebody who waited for its lock: it is gone already
                assertThat(second.config()).asString(UTF_8).isEqualTo("second");
                assertThat(states.ids()).containsExactly(ID);
            }
        }
    }

    /** Whoever gets the folder has it as long as it is locked. */
    @Test
    void manyMakeAndRemoveOneIdAtOnce() throws Exception {
        List<Callable<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(this::makeAndRemove);
        }
        int made = 0;
        try (ExecutorService threads = Executors.newFixedThreadPool(CALLERS)) {
            for (Future<Integer> one : threads.invokeAll(callers)) {
                made += one.get();
            }
        }
        assertThat(made).isPositive();
        assertThat(folder).isEmptyDirectory();
    }

    private int makeAndRemove() throws IOException {
        int made = 0;
        try (StateFolder states = open()) {
            for (int i = 0; i < MAKINGS; i++) {
                Optional<SavedContainer> found = states.make(ID);
                if (found.isPresent()) {
                    try (SavedContainer container = found.get()) {
                        container.saveConfig("mine".getBytes(UTF_8));
                        assertThat(container.config()).asString(UTF_8).isEqualTo("mine");
                        states.remove(ID, container);
                        made++;
                    }
                }
            }
        }
        return made;
    }
}

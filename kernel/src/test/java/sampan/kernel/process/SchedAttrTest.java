package sampan.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class SchedAttrTest {
    private static final int NICE = 19;
    private static final int CAP_SYS_NICE = 23;

    @Test
    void aPromptThreadComesBeforeOthersAndThoseItMakesDoNotUnlessSomebodyGaveItANiceValue() throws Exception {
        int usual = nice();
        FutureTask<List<Integer>> told = new FutureTask<>(() -> {
            SchedAttr.prompt();
            List<Integer> both = new ArrayList<>(List.of(nice()));
            FutureTask<Integer> made = new FutureTask<>(SchedAttrTest::nice);
            Thread.ofPlatform().start(made);
            both.add(made.get());
            return both;
        });
        Thread.ofPlatform().start(told);

        assertThat(told.get()).containsExactly(usual == 0 && mayBeNicer() ? -5 : usual, usual);
        assertThat(nice()).isEqualTo(usual);
    }

    /** Of this thread: proc(5), stat. */
    private static int nice() throws IOException {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        String[] behindTheName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(behindTheName[NICE - 3]);
    }

    /** Root in a user namespace may not. */
    private static boolean mayBeNicer() throws IOException {
        boolean initial =
                Files.readString(Path.of("/proc/self/uid_map")).strip().matches("0 +0 +4294967295");
        return initial
                && Files.readAllLines(Path.of("/proc/thread-self/status")).stream()
                        .filter(line -> line.startsWith("CapEff:"))
                        .anyMatch(line -> (Long.parseLong(line.substring(7).strip(), 16) >> CAP_SYS_NICE & 1) == 1);
    }
}

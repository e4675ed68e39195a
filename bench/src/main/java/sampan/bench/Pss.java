package sampan.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** Proportional set size, the memory a process answers for (proc(5), smaps_rollup). */
final class Pss {
    private Pss() {}

    /** @return KiB of all these processes together; those that are gone count nothing */
    static double kibibytes(Collection<Long> pids) {
        return pids.stream().mapToDouble(Pss::kibibytes).sum();
    }

    private static double kibibytes(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup")).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException _) {
            return 0;
        }
    }
}

package sampan.kernel.cgroup;

import java.nio.file.Path;
import java.util.Set;

/**
 * One write(2) of {@code value} into a control file of the host.
 *
 * @param tolerated errno values that are no failure of this write
 */
public record CgroupWrite(Path file, String value, Set<Integer> tolerated) {
    public CgroupWrite {
        tolerated = Set.copyOf(tolerated);
    }

    @Override
    public String toString() {
        return "echo '" + value + "' > " + file;
    }
}

package sampan.core.container.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.core.plan.MountPoint;
import sampan.kernel.Fd;
import sampan.kernel.file.Read;
import sampan.kernel.file.Stat;

/** What is mounted later passes from a source to a container, or back, only where the mount that the source is on takes part: mount_namespaces(7), "shared subtrees". */
final class Propagation {
    private static final int ID = 0;
    private static final int POINT = 4;
    private static final int OPTIONAL = 6;

    private Propagation() {}

    /** @throws EngineException.SystemError in dockerd's words, where what was asked for would have no effect */
    static void check(MountPoint point, Fd source) throws IOException {
        boolean back = point.propagation().endsWith("shared");
        if (!back && !point.propagation().endsWith("slave")) {
            return;
        }
        Optional<List<String>> mount = mount(Stat.of(source).mountId());
        if (mount.isPresent() && !takesPart(mount.get(), back)) {
            throw new EngineException.SystemError(
                    "path " + point.source() + " is mounted on " + mount.get().get(POINT) + " but it is not a shared "
                            + (back ? "" : "or slave ") + "mount",
                    null);
        }
    }

    /** Its line of proc_pid_mountinfo(5), in words. */
    private static Optional<List<String>> mount(long id) throws IOException {
        return Read.text(Path.of("/proc/self/mountinfo"))
                .lines()
                .map(line -> Arrays.asList(line.split(" ")))
                .filter(words -> words.get(ID).equals(Long.toString(id)))
                .findFirst();
    }

    private static boolean takesPart(List<String> mount, boolean back) {
        return mount.stream()
                .skip(OPTIONAL)
                .takeWhile(word -> !word.equals("-"))
                .anyMatch(word -> word.startsWith("shared:") || (!back && word.startsWith("master:")));
    }
}

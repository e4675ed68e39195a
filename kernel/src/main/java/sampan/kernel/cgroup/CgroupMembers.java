package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sampan.kernel.call.Call;
import sampan.kernel.file.Unlink;

/** The processes in a cgroup and in those below it. */
final class CgroupMembers {
    private static final Duration RETRY = Duration.ofMillis(1);
    private static final Duration UNIFIED_PATIENCE = Duration.ofMillis(50);
    private static final int SIGKILL = 9;

    private final CgroupHost host;
    private final CgroupPath path;

    CgroupMembers(CgroupHost host, CgroupPath path) {
        this.host = host;
        this.path = path;
    }

    boolean kill(Duration patience) throws IOException, InterruptedException {
        long start = System.nanoTime();
        // After a while by hand too: a process could be in version 1's hierarchies only, or frozen there.
        long byHand = killAtOnce() ? start + UNIFIED_PATIENCE.toNanos() : start;
        while (true) {
            Set<Integer> alive = pids(directories());
            long now = System.nanoTime();
            if (alive.isEmpty() || now - start >= patience.toNanos()) {
                return alive.isEmpty();
            }
            if (now >= byHand) {
                killEach();
            }
            Thread.sleep(RETRY);
        }
    }

    /** cgroup.kill (5.14): the kernel's own loop, which no fork escapes; on hybrid hosts too. */
    private boolean killAtOnce() throws IOException {
        Optional<Path> file = host.unified().map(mount -> path.under(mount).resolve("cgroup.kill"));
        if (file.isEmpty() || !Files.exists(file.get())) {
            return false;
        }
        ControlFile.write(file.get(), "1");
        return true;
    }

    /** Frozen first, so that a fork bomb stands still while it is counted; a frozen task dies when it thaws. */
    private void killEach() throws IOException {
        Optional<Path> freezer = Optional.ofNullable(host.v1().get("freezer"))
                .map(mount -> path.under(mount).resolve("freezer.state"));
        boolean frozen = freezer.isPresent() && Files.exists(freezer.get());
        if (frozen) {
            ControlFile.write(freezer.get(), "FROZEN");
        }
        try {
            for (int pid : pids(directories())) {
                // The result does not matter: who is left is counted again.
                long ignored = Call.KILL.invoke(pid, SIGKILL);
            }
        } finally {
            if (frozen) {
                ControlFile.write(freezer.get(), "THAWED");
            }
        }
    }

    private List<Path> directories() {
        List<Path> directories = new ArrayList<>();
        host.unified().ifPresent(mount -> directories.add(path.under(mount)));
        new LinkedHashSet<>(host.v1().values()).forEach(mount -> directories.add(path.under(mount)));
        return directories;
    }

    static Set<Integer> pids(Collection<Path> directories) throws IOException {
        Set<Integer> pids = new LinkedHashSet<>();
        for (Path directory : directories) {
            addPids(directory, pids);
        }
        return pids;
    }

    private static void addPids(Path directory, Set<Integer> pids) throws IOException {
        ControlFile.readIfThere(directory.resolve("cgroup.procs")).stream()
                .flatMap(String::lines)
                .map(Integer::parseInt)
                .filter(pid -> pid > 0)
                .forEach(pids::add);
        for (Path child : children(directory)) {
            addPids(child, pids);
        }
    }

    /** @return false when a directory is still there */
    static boolean removeTree(Path directory) throws IOException {
        if (Unlink.tryDirectory(directory)) {
            return true;
        }
        for (Path child : children(directory)) {
            removeTree(child);
        }
        return Unlink.tryDirectory(directory);
    }

    private static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, Files::isDirectory)) {
            entries.forEach(children::add);
        } catch (NoSuchFileException | NotDirectoryException gone) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return children;
    }
}

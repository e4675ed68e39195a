package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Stops and resumes a cgroup, by cgroup2 where there is one (its frozen tasks can still be killed), else by version 1's freezer. */
final class CgroupFreezer {
    private static final Duration RETRY = Duration.ofMillis(1);

    private final Optional<Path> unified;
    private final Optional<Path> v1;

    CgroupFreezer(CgroupHost host, CgroupPath path) {
        unified = host.unified().map(path::under).filter(dir -> Files.exists(dir.resolve("cgroup.freeze")));
        v1 = Optional.ofNullable(host.v1().get("freezer")).map(path::under).filter(Files::isDirectory);
    }

    void freeze(Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        write(true);
        while (!isFrozen()) {
            if (System.nanoTime() >= end) {
                write(false);
                throw new IOException("unable to freeze: a process does not stop");
            }
            Thread.sleep(RETRY);
            // Version 1 tries once per write: a task forked meanwhile would be missed.
            write(true);
        }
    }

    void thaw() throws IOException {
        write(false);
    }

    boolean isFrozen() throws IOException {
        if (byUnified()) {
            String events = ControlFile.read(unified.orElseThrow().resolve("cgroup.events"));
            return ControlFile.number(events, "frozen").orElse(0L) == 1;
        }
        return v1.isPresent()
                && ControlFile.read(v1.get().resolve("freezer.state")).strip().equals("FROZEN");
    }

    private void write(boolean frozen) throws IOException {
        if (byUnified()) {
            ControlFile.write(unified.orElseThrow().resolve("cgroup.freeze"), frozen ? "1" : "0");
        } else if (v1.isPresent()) {
            ControlFile.write(v1.get().resolve("freezer.state"), frozen ? "FROZEN" : "THAWED");
        } else {
            throw new IOException("unable to freeze: the freezer cgroup is not mounted");
        }
    }

    /** Not where the processes are in version 1's hierarchies only. */
    private boolean byUnified() throws IOException {
        if (unified.isEmpty() || v1.isEmpty()) {
            return unified.isPresent();
        }
        String events = ControlFile.read(unified.get().resolve("cgroup.events"));
        return ControlFile.number(events, "populated").orElse(0L) == 1;
    }
}

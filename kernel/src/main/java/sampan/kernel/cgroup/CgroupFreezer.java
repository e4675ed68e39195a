package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;

/** Stops and resumes a cgroup, by cgroup2 where there is one (its frozen tasks can still be killed), else by version 1's freezer. */
final class CgroupFreezer {
    private static final String FREEZE = "cgroup.freeze";
    private static final String STATE = "freezer.state";
    private static final Duration RETRY = Duration.ofMillis(1);

    private final Optional<Path> unified;
    private final Optional<Path> v1;

    CgroupFreezer(CgroupHost host, CgroupPath path) {
        unified = host.unified().map(path::under).filter(dir -> Files.exists(dir.resolve(FREEZE)));
        v1 = Optional.ofNullable(host.v1().get("freezer")).map(path::under).filter(Files::isDirectory);
    }

    void freeze(Duration patience) throws IOException, InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        Path file = fileInCharge();
        while (true) {
            // Version 1 tries once per write: a task forked meanwhile would be missed.
            ControlFile.write(file, file.endsWith(FREEZE) ? "1" : "FROZEN");
            if (isFrozen()) {
                return;
            }
            if (System.nanoTime() >= end) {
                thaw();
                throw new IOException("unable to freeze: a process does not stop");
            }
            Thread.sleep(RETRY);
        }
    }

    /** What cgroup2 has stopped version 1 stops from now on, where there are both; it does not run in between. */
    void handToVersion1(Duration patience) throws IOException, InterruptedException {
        if (v1.isEmpty() || !event("frozen")) {
            return;
        }
        Path state = v1.get().resolve(STATE);
        long end = System.nanoTime() + patience.toNanos();
        do {
            ControlFile.write(state, "FROZEN");
            if (ControlFile.read(state).strip().equals("FROZEN")) {
                ControlFile.write(unified.orElseThrow().resolve(FREEZE), "0");
                return;
            }
            Thread.sleep(RETRY);
        } while (System.nanoTime() < end);
        throw new IOException("unable to freeze: a process does not stop");
    }

    void thaw() throws IOException {
        if (unified.isPresent()) {
            release(unified.get().resolve(FREEZE), "0");
        }
        if (v1.isPresent()) {
            release(v1.get().resolve(STATE), "THAWED");
        }
    }

    /** A cgroup that is gone holds nothing back: systemd removes a scope as soon as its last process has been killed. */
    private static void release(Path file, String word) throws IOException {
        try {
            ControlFile.write(file, word);
        } catch (SyscallException failed) {
            if (!failed.is(Errno.ENOENT) && !failed.is(Errno.ENODEV)) {
                throw failed;
            }
        }
    }

    boolean isFrozen() throws IOException {
        return event("frozen")
                || (v1.isPresent()
                        && ControlFile.read(v1.get().resolve(STATE)).strip().equals("FROZEN"));
    }

    /** Not cgroup2 where the processes are in version 1's hierarchies only. */
    private Path fileInCharge() throws IOException {
        if (unified.isPresent() && (v1.isEmpty() || event("populated"))) {
            return unified.get().resolve(FREEZE);
        }
        return v1.orElseThrow(() -> new IOException("unable to freeze: the freezer cgroup is not mounted"))
                .resolve(STATE);
    }

    private boolean event(String name) throws IOException {
        return unified.isPresent()
                && ControlFile.number(ControlFile.read(unified.get().resolve("cgroup.events")), name)
                                .orElse(0L)
                        == 1;
    }
}

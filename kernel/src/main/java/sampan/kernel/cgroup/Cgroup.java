package sampan.kernel.cgroup;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sampan.kernel.Errno;

/** One container's cgroup: its directories in all hierarchies. Holds no state; what is true is asked of the kernel. */
public final class Cgroup {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration RETRY = Duration.ofMillis(2);

    private final CgroupParent parent;
    private final String name;
    private final CgroupPath path;

    /** Makes nothing; {@link #create} does. */
    public Cgroup(CgroupParent parent, String name) {
        this.parent = parent;
        this.name = name;
        this.path = parent.path().child(name);
    }

    public CgroupPath path() {
        return path;
    }

    /**
     * Makes the directories and writes the limits; when one step fails nothing is left.
     *
     * @throws IOException when a directory of that name is in use, or the kernel refuses a limit
     */
    public static Cgroup create(CgroupParent parent, CgroupPlan plan) throws IOException {
        Cgroup cgroup = new Cgroup(parent, plan.path().names().getLast());
        if (!plan.enable().isEmpty()) {
            CgroupTree.enable(parent.host(), parent.path(), plan.enable());
        }
        try {
            for (Path directory : plan.directories()) {
                makeFresh(directory);
            }
            cgroup.write(plan);
        } catch (IOException e) {
            cgroup.remove(Duration.ZERO);
            throw e;
        }
        return cgroup;
    }

    /** Writes the limits into a cgroup that systemd made, and makes it in the hierarchies that systemd leaves alone. */
    public static void fill(CgroupParent parent, CgroupPlan plan) throws IOException {
        if (!plan.enable().isEmpty()) {
            CgroupTree.enable(parent.host(), parent.path(), plan.enable());
        }
        for (Path directory : plan.directories()) {
            if (!Files.isDirectory(directory)) {
                Files.createDirectory(directory);
            }
        }
        new Cgroup(parent, plan.path().names().getLast()).write(plan);
    }

    /**
     * Changes the limits of running processes; what is not set stays as it is. A hierarchy of version 1 that was not needed until now
     * is joined. When one cannot be set those set before it are set back.
     *
     * @return what was written, and what this host cannot limit
     */
    public CgroupPlan apply(CgroupLimits limits) throws IOException, InterruptedException {
        CgroupPlan plan = CgroupPlan.update(parent, name, limits, new CgroupReader(parent.host(), path).devices());
        checkBeforeUpdate(limits.memory());
        if (!plan.enable().isEmpty()) {
            CgroupTree.enable(parent.host(), parent.path(), plan.enable());
        }
        List<Path> missing = plan.writes().stream()
                .map(write -> write.file().resolveSibling(""))
                .distinct()
                .filter(directory -> !Files.exists(directory))
                .toList();
        EarlierValues earlier = EarlierValues.of(plan.writes());
        boolean done = false;
        try {
            if (missing.isEmpty()) {
                write(plan);
            } else {
                joinLate(missing, plan);
            }
            done = true;
        } finally {
            if (!done) {
                earlier.writeBack();
            }
        }
        return plan;
    }

    /** Processes that stand still do not fork while they are moved. */
    private void joinLate(List<Path> directories, CgroupPlan plan) throws IOException, InterruptedException {
        boolean frozen = isFrozen();
        if (!frozen) {
            freeze(PATIENCE);
        }
        try {
            Set<Integer> members = pids();
            for (Path directory : directories) {
                Files.createDirectory(directory);
                if (Files.exists(directory.resolve("cpuset.mems"))) {
                    CgroupTree.inheritFor(directory);
                }
            }
            write(plan);
            for (Path directory : directories) {
                for (int pid : members) {
                    ControlFile.write(new CgroupWrite(
                            directory.resolve("cgroup.procs"), Integer.toString(pid), Set.of(Errno.ESRCH)));
                }
            }
        } finally {
            if (!frozen) {
                thaw();
            }
        }
    }

    /** Version 1 refuses a limit below what is in use by itself; version 2 would kill. */
    private void checkBeforeUpdate(MemoryLimits memory) throws IOException {
        if (!memory.checkBeforeUpdate() || memory.limit().orElse(-1) < 0) {
            return;
        }
        long used = stats().memory().orElse(0);
        long limit = memory.limit().getAsLong();
        if (limit < used) {
            throw new IOException(
                    "refusing to set a memory limit of " + limit + ": below the current usage of " + used);
        }
    }

    /** Moves a process into it, in cgroup2 or where there is none in the hierarchies it has. */
    public void join(int pid) throws IOException {
        Optional<Path> unified = parent.host().unified().map(path::under).filter(Files::isDirectory);
        for (Path directory : unified.map(Set::of).orElseGet(this::directories)) {
            if (Files.isDirectory(directory)) {
                ControlFile.write(directory.resolve("cgroup.procs"), Integer.toString(pid));
            }
        }
    }

    public boolean exists() {
        return directories().stream().anyMatch(Files::isDirectory);
    }

    /** The processes in it and below, as the caller's pid namespace numbers them. */
    public Set<Integer> pids() throws IOException {
        return CgroupMembers.pids(directories());
    }

    /** Sends SIGKILL to all, now and in a moment; returns when none is left or the time is over. */
    public boolean kill(Duration patience) throws IOException, InterruptedException {
        return new CgroupMembers(parent.host(), path).kill(patience);
    }

    /** Stops all processes where they are; returns when they stand still. */
    public void freeze(Duration patience) throws IOException, InterruptedException {
        new CgroupFreezer(parent.host(), path).freeze(patience);
    }

    public void thaw() throws IOException {
        new CgroupFreezer(parent.host(), path).thaw();
    }

    /** A frozen one stays so, by version 1's freezer where the host has one: for who knows only that, as criu does beside version 1. */
    public void freezeByVersion1(Duration patience) throws IOException, InterruptedException {
        new CgroupFreezer(parent.host(), path).handToVersion1(patience);
    }

    public boolean isFrozen() throws IOException {
        return new CgroupFreezer(parent.host(), path).isFrozen();
    }

    public CgroupStats stats() throws IOException {
        return new CgroupReader(parent.host(), path).stats();
    }

    /** How often the kernel killed one of its processes for want of memory. */
    public long oomKills() throws IOException {
        return new CgroupReader(parent.host(), path).oomKills();
    }

    /**
     * Removes the directories, and those made below them; waits for processes that are still dying.
     *
     * @return false when something is still there after that time
     */
    public boolean remove(Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            boolean gone = true;
            for (Path directory : directories()) {
                gone &= CgroupMembers.removeTree(directory);
            }
            if (gone || System.nanoTime() >= end) {
                return gone;
            }
            try {
                Thread.sleep(RETRY);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }

    private void write(CgroupPlan plan) throws IOException {
        ControlFile.write(plan.writes());
        if (plan.deviceFilter().isPresent()) {
            DeviceGuard.guard(plan.unified().orElseThrow(), plan.deviceFilter().get());
        }
    }

    private Set<Path> directories() {
        Set<Path> directories = new LinkedHashSet<>();
        parent.host().v1().values().forEach(mount -> directories.add(path.under(mount)));
        parent.host().unified().ifPresent(mount -> directories.add(path.under(mount)));
        return directories;
    }

    /** An old one of that name would bring its limits; an empty one can be replaced. */
    private static void makeFresh(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
        } catch (FileAlreadyExistsException e) {
            if (!CgroupMembers.removeTree(directory)) {
                throw new FileSystemException(directory.toString(), null, "cgroup is in use");
            }
            Files.createDirectory(directory);
        }
    }

    /** The cgroup2 directory that a process is in: where an exec has to go when a container made cgroups of its own. */
    public static Optional<CgroupPath> unifiedOf(int pid) throws IOException {
        return ControlFile.readIfThere(Path.of("/proc", Integer.toString(pid), "cgroup")).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("0::/") && line.length() > "0::/".length())
                .map(line -> CgroupPath.parse(line.substring("0::".length())))
                .findFirst();
    }
}

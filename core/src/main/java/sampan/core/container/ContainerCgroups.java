package sampan.core.container;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import sampan.core.error.EngineException;
import sampan.core.plan.Modes;
import sampan.core.stats.Meter;
import sampan.kernel.cgroup.Cgroup;
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupLimits;
import sampan.kernel.cgroup.CgroupMeter;
import sampan.kernel.cgroup.CgroupMode;
import sampan.kernel.cgroup.CgroupParent;
import sampan.kernel.cgroup.CgroupPath;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.kernel.cgroup.CgroupTree;
import sampan.kernel.cgroup.Membership;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Resources;
import sampan.oci.spec.Spec;
import sampan.runtime.cgroup.CgroupDescription;
import sampan.runtime.cgroup.LimitSection;
import sampan.runtime.launch.Cgroups;

/** The cgroups of an engine's containers: where they are, and what the launch compiler is told of one. */
public final class ContainerCgroups {
    private static final String MONITORS = "monitors";

    private final CgroupHost host;
    private final CgroupTree tree;
    private final CgroupPath usual;
    private final Map<CgroupPath, CgroupParent> parents = new ConcurrentHashMap<>();
    private volatile List<String> monitorJoins = List.of();

    /** @param usual the parent of containers that name none */
    public ContainerCgroups(CgroupHost host, CgroupPath usual) {
        this.host = host;
        this.tree = new CgroupTree(host);
        this.usual = usual;
    }

    /** Makes the usual parent, and the cgroup that monitors without a caller live in. */
    public void prepare() throws IOException {
        if (host.mode() == CgroupMode.NONE) {
            return;
        }
        CgroupPlan leaf = CgroupPlan.leaf(parent(usual), MONITORS);
        Cgroup monitors = new Cgroup(parent(usual), MONITORS);
        if (!monitors.exists()) {
            Cgroup.create(parent(usual), leaf);
        }
        List<String> joins = new ArrayList<>();
        leaf.joins().forEach(file -> joins.add(file.toString()));
        leaf.unified()
                .ifPresent(
                        directory -> joins.add(directory.resolve("cgroup.procs").toString()));
        monitorJoins = List.copyOf(joins);
    }

    /** Makes a container's cgroup with its limits. */
    void make(String asked, CgroupPlan plan) throws IOException {
        Cgroup.create(parent(path(asked)), plan);
    }

    /** What the launch compiler is told of a cgroup. */
    Cgroups describe(Optional<CgroupPlan> planned, boolean ownMonitor) {
        return planned.map(plan -> CgroupDescription.of(host, plan, ownMonitor ? monitorJoins : List.of()))
                .orElse(Cgroups.NONE);
    }

    /** What a running container's cgroup consists of, as it is found. */
    Cgroups existing(String container, String asked) {
        return CgroupDescription.existing(host, path(asked).child(container), monitorJoins);
    }

    /** Kills what is left in it and takes it away. */
    void remove(String container, String asked) throws IOException, InterruptedException {
        if (host.mode() != CgroupMode.NONE) {
            Cgroup cgroup = cgroup(container, asked);
            if (!cgroup.remove(Duration.ZERO)) {
                cgroup.kill(Duration.ofSeconds(5));
                cgroup.remove(Duration.ofSeconds(5));
            }
        }
    }

    /** Takes away the cgroups of containers that nobody knows. */
    void sweep(List<String> known) throws IOException {
        Set<String> unknown = new HashSet<>();
        List<Path> mounts = new ArrayList<>(host.v1().values());
        host.unified().ifPresent(mounts::add);
        for (Path mount : mounts) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(usual.under(mount), Files::isDirectory)) {
                children.forEach(child -> unknown.add(String.valueOf(child.getFileName())));
            } catch (NoSuchFileException _) {
                // this hierarchy has no cgroup of ours
            }
        }
        known.forEach(unknown::remove);
        unknown.remove(MONITORS);
        for (String name : unknown) {
            Cgroup cgroup = new Cgroup(parent(usual), name);
            try {
                cgroup.kill(Duration.ofSeconds(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            cgroup.remove(Duration.ofSeconds(1));
        }
    }

    /** When no container is left, nothing of this engine's stays in the hierarchies. */
    public void prune() throws IOException {
        if (host.mode() != CgroupMode.NONE) {
            new Cgroup(parent(usual), MONITORS).remove(Duration.ZERO);
            tree.prune(usual);
        }
    }

    /** False on a host without cgroups. */
    boolean exist() {
        return host.mode() != CgroupMode.NONE;
    }

    Cgroup cgroup(String container, String asked) {
        return new Cgroup(parent(path(asked)), container);
    }

    /** What counts the use of a running container. */
    Meter meter(ContainerRecord record, ContainerState state) throws IOException {
        CgroupPath path = path(record.hostConfig().resources().cgroupParent()).child(record.id());
        boolean shared = Modes.isHost(record.hostConfig().namespaces().networkMode());
        return new Meter(
                new CgroupMeter(host, path),
                !shared && state instanceof ContainerState.Running running
                        ? OptionalInt.of(running.pid())
                        : OptionalInt.empty());
    }

    Set<Integer> pids(ContainerRecord record) throws IOException {
        return host.mode() == CgroupMode.NONE
                ? Set.of()
                : cgroup(record.id(), record.hostConfig().resources().cgroupParent())
                        .pids();
    }

    String pathOf(String container, String asked) {
        return path(asked).child(container).toString();
    }

    /** A cgroup with these limits; a limit that must not be left out is refused. Empty on a host without cgroups. */
    Optional<CgroupPlan> plan(String container, String asked, Resources resources) {
        if (host.mode() == CgroupMode.NONE) {
            return Optional.empty();
        }
        try {
            CgroupLimits limits = LimitSection.of(resources);
            CgroupPlan plan = CgroupPlan.create(parent(path(asked)), container, limits, Membership.NEEDED);
            plan.refusal().ifPresent(limit -> {
                throw new EngineException.NotSupported(limit.reason());
            });
            return Optional.of(plan);
        } catch (IllegalArgumentException e) {
            throw new EngineException.InvalidArgument(String.valueOf(e.getMessage()));
        }
    }

    /** A cgroup that nobody has made. */
    public record Sketched(Optional<CgroupPlan> plan, Cgroups cgroups) {}

    /** As {@link #plan} for somebody else's specification, whose parents may not be there: they are taken to be like ours. */
    Sketched sketch(String id, Spec spec) {
        Linux linux = spec.linux();
        Resources resources = linux == null ? null : linux.resources();
        String asked = linux == null || linux.cgroupsPath() == null ? "" : linux.cgroupsPath();
        if (host.mode() == CgroupMode.NONE) {
            return new Sketched(Optional.empty(), Cgroups.NONE);
        }
        try {
            CgroupPath path = asked.isEmpty() ? usual.child(id) : CgroupPath.parse(asked);
            CgroupParent ours = parent(usual);
            CgroupParent above =
                    new CgroupParent(ours.host(), path.parent().orElse(usual), ours.files(), ours.cpus(), ours.mems());
            CgroupLimits limits = resources == null ? CgroupLimits.NONE : LimitSection.of(resources);
            CgroupPlan plan = CgroupPlan.create(above, path.names().getLast(), limits, Membership.NEEDED);
            return new Sketched(Optional.of(plan), describe(Optional.of(plan), false));
        } catch (IllegalArgumentException e) {
            throw new EngineException.InvalidArgument(String.valueOf(e.getMessage()));
        }
    }

    private CgroupPath path(String asked) {
        try {
            return asked.isEmpty() ? usual : CgroupPath.parse(asked);
        } catch (IllegalArgumentException e) {
            throw new EngineException.InvalidArgument(String.valueOf(e.getMessage()));
        }
    }

    private CgroupParent parent(CgroupPath path) {
        CgroupParent known = parents.get(path);
        if (known != null) {
            return known;
        }
        try {
            CgroupParent made = tree.prepare(path);
            parents.put(path, made);
            return made;
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot make cgroup " + path, e);
        }
    }
}

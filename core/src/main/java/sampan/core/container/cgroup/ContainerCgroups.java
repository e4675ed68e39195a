package sampan.core.container.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import sampan.core.container.state.ContainerRecord;
import sampan.core.container.state.ContainerState;
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
import sampan.kernel.cgroup.Membership;
import sampan.kernel.cgroup.Unsupported;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Resources;
import sampan.oci.spec.Spec;
import sampan.runtime.cgroup.CgroupDescription;
import sampan.runtime.cgroup.LimitSection;
import sampan.runtime.launch.Cgroups;

/** The cgroups of an engine's containers: where they are, and what the launch compiler is told of one. */
public final class ContainerCgroups {
    private final CgroupHost host;
    private final CgroupMaker maker;
    private volatile List<String> monitorJoins = List.of();

    private ContainerCgroups(CgroupHost host, CgroupMaker maker) {
        this.host = host;
        this.maker = maker;
    }

    /**
     * @param usual the parent of containers that name none
     * @throws IllegalArgumentException for a parent that cannot be one
     */
    public static ContainerCgroups own(CgroupHost host, String usual, String root) {
        return new ContainerCgroups(
                host, new OwnCgroups(host, CgroupPath.parse(usual).child(root)));
    }

    /**
     * Made by systemd.
     *
     * @param usual the slice of containers that name none
     * @throws IllegalArgumentException for what is no slice
     */
    public static ContainerCgroups systemd(CgroupHost host, String usual, String root) {
        return new ContainerCgroups(host, new SystemdScopes(host, usual, root));
    }

    /** Makes the usual parent, and the cgroup that monitors without a caller live in. */
    public void prepare() throws IOException {
        if (host.mode() == CgroupMode.NONE) {
            return;
        }
        CgroupPath monitors = maker.monitors().path();
        CgroupPlan leaf = CgroupPlan.leaf(
                prepared(monitors.parent().orElseThrow()), monitors.names().getLast());
        List<String> joins = new ArrayList<>();
        leaf.joins().forEach(file -> joins.add(file.toString()));
        leaf.unified()
                .ifPresent(
                        directory -> joins.add(directory.resolve("cgroup.procs").toString()));
        monitorJoins = List.copyOf(joins);
    }

    /** Makes a container's cgroup with its limits. */
    public CgroupMaker.Hold make(CgroupPlan plan) throws IOException {
        return maker.make(plan);
    }

    public boolean makesSpares() {
        return maker.makesSpares();
    }

    /** Gives a running container other limits; those that are not set stay. */
    public List<Unsupported> change(String container, String asked, CgroupLimits limits)
            throws IOException, InterruptedException {
        CgroupPlan written = cgroup(container, asked).apply(limits);
        maker.changed(maker.leaf(container), written.writes());
        return written.unsupported();
    }

    /** What the launch compiler is told of a cgroup. */
    public Cgroups describe(Optional<CgroupPlan> planned, boolean ownMonitor) {
        return planned.map(plan -> CgroupDescription.of(host, plan, ownMonitor ? monitorJoins : List.of()))
                .orElse(Cgroups.NONE);
    }

    /** What a running container's cgroup consists of, as it is found. */
    public Cgroups existing(String container, String asked) {
        return CgroupDescription.existing(host, path(asked).child(maker.leaf(container)), monitorJoins);
    }

    /** For one more process in a container: beside its first one. */
    public Cgroups beside(Cgroups cgroups, ContainerRecord record, int first) throws IOException {
        CgroupPath own = path(record.hostConfig().resources().cgroupParent()).child(maker.leaf(record.id()));
        return CgroupDescription.beside(cgroups, host, own, first);
    }

    /** Kills what is left in it and takes it away. */
    public void remove(String container, String asked) throws IOException, InterruptedException {
        if (host.mode() != CgroupMode.NONE) {
            maker.remove(cgroup(container, asked));
        }
    }

    /** Takes away the cgroups of containers that nobody knows. */
    public void sweep(List<String> known) throws IOException {
        CgroupPath usual = path("");
        Set<String> leaves = new HashSet<>();
        List<Path> mounts = new ArrayList<>(host.v1().values());
        host.unified().ifPresent(mounts::add);
        for (Path mount : mounts) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(usual.under(mount), Files::isDirectory)) {
                children.forEach(child -> leaves.add(String.valueOf(child.getFileName())));
            } catch (NoSuchFileException _) {
                // this hierarchy has no cgroup of ours
            }
        }
        for (String leaf : leaves) {
            if (maker.container(leaf).filter(id -> !known.contains(id)).isPresent()) {
                try {
                    maker.remove(new Cgroup(prepared(usual), leaf));
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    /** When no container is left, nothing of this engine's stays in the hierarchies. */
    public void prune() throws IOException {
        if (host.mode() != CgroupMode.NONE) {
            maker.prune();
        }
    }

    /** False on a host without cgroups. */
    public boolean exist() {
        return host.mode() != CgroupMode.NONE;
    }

    public Cgroup cgroup(String container, String asked) {
        return new Cgroup(prepared(path(asked)), maker.leaf(container));
    }

    /** What counts the use of a running container. */
    public Meter meter(ContainerRecord record, ContainerState state) throws IOException {
        CgroupPath path = path(record.hostConfig().resources().cgroupParent()).child(maker.leaf(record.id()));
        boolean shared = Modes.isHost(record.hostConfig().namespaces().networkMode());
        return new Meter(
                new CgroupMeter(host, path),
                !shared && state instanceof ContainerState.Running running
                        ? OptionalInt.of(running.pid())
                        : OptionalInt.empty());
    }

    public Set<Integer> pids(ContainerRecord record) throws IOException {
        return host.mode() == CgroupMode.NONE
                ? Set.of()
                : cgroup(record.id(), record.hostConfig().resources().cgroupParent())
                        .pids();
    }

    public String pathOf(String container, String asked) {
        return path(asked).child(maker.leaf(container)).toString();
    }

    /** A cgroup with these limits; a limit that must not be left out is refused. Empty on a host without cgroups. */
    public Optional<CgroupPlan> plan(String container, String asked, Resources resources) {
        if (host.mode() == CgroupMode.NONE) {
            return Optional.empty();
        }
        try {
            CgroupLimits limits = LimitSection.of(resources);
            CgroupPlan plan =
                    CgroupPlan.create(prepared(path(asked)), maker.leaf(container), limits, Membership.NEEDED);
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
    public Sketched sketch(String id, Spec spec) {
        Linux linux = spec.linux();
        Resources resources = linux == null ? null : linux.resources();
        String asked = linux == null || linux.cgroupsPath() == null ? "" : linux.cgroupsPath();
        if (host.mode() == CgroupMode.NONE) {
            return new Sketched(Optional.empty(), Cgroups.NONE);
        }
        try {
            CgroupPath usual = path("");
            CgroupPath path = asked.isEmpty() ? usual.child(id) : CgroupPath.parse(asked);
            CgroupParent above = prepared(usual).at(path.parent().orElse(CgroupPath.ROOT));
            CgroupLimits limits = resources == null ? CgroupLimits.NONE : LimitSection.of(resources);
            CgroupPlan plan = CgroupPlan.create(above, path.names().getLast(), limits, Membership.NEEDED);
            return new Sketched(Optional.of(plan), describe(Optional.of(plan), false));
        } catch (IllegalArgumentException e) {
            throw new EngineException.InvalidArgument(String.valueOf(e.getMessage()));
        }
    }

    private CgroupPath path(String asked) {
        try {
            return maker.parent(asked);
        } catch (IllegalArgumentException e) {
            throw new EngineException.InvalidArgument(String.valueOf(e.getMessage()));
        }
    }

    private CgroupParent prepared(CgroupPath path) {
        try {
            return maker.prepared(path);
        } catch (IOException e) {
            throw new EngineException.SystemError("cannot make cgroup " + path, e);
        }
    }
}

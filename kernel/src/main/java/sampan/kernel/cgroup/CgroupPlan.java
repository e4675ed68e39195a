package sampan.kernel.cgroup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that has to be done for one new cgroup, in the order of the components, by whoever does it: {@link Cgroup#create},
 * or a launch program.
 *
 * @param enable controllers of cgroup2 to enable in the parents' {@code cgroup.subtree_control} first; usually they are
 * @param directories to make, one in each hierarchy; the parent is there already
 * @param writes the limits
 * @param deviceFilter to attach to {@code unified} where version 2 is in charge of devices
 * @param joins version 1's {@code tasks} files: a process with one thread writes {@code 0} into each to join. {@code tasks}, as
 *     {@code cgroup.procs} would wait for an RCU grace period
 * @param unified the directory in cgroup2, for CLONE_INTO_CGROUP; who cannot use that writes {@code 0} into its {@code cgroup.procs}
 * @param oomFile has a line {@code oom_kill N}: {@code memory.oom_control} (v1) or {@code memory.events} (v2)
 * @param unsupported what was asked for and is left out; the caller decides whether to go on
 */
public record CgroupPlan(
        CgroupPath path,
        Set<String> enable,
        List<Path> directories,
        List<CgroupWrite> writes,
        Optional<DeviceFilter> deviceFilter,
        List<Path> joins,
        Optional<Path> unified,
        Optional<Path> oomFile,
        List<Unsupported> unsupported) {
    /** The order of the writes; what is told by name for cgroup2 comes last and wins. */
    private static final List<Controller> CONTROLLERS = List.of(
            new CpusetController(),
            new CpuController(),
            new MemoryController(),
            new PidsController(),
            new IoController(),
            new HugetlbController(),
            new RdmaController(),
            new NetClassController(),
            new NetPriorityController(),
            new DevicesController(),
            new FreezerController(),
            new UnifiedKeys());

    /** Without one of these four a JVM in the container believes it has the whole machine (JDK 10 and later). */
    private static final Set<String> ALWAYS = Set.of("memory", "cpu", "cpuacct", "cpuset");

    private static final CpusetController CPUSET = new CpusetController();

    /** A new cgroup for a container. */
    public static CgroupPlan create(CgroupParent parent, String name, CgroupLimits limits, Membership membership) {
        Draft draft = filled(new Draft(parent, name), limits);
        Set<Path> mounts = mounts(parent.host(), limits, membership);
        if (mounts.contains(parent.host().v1().get("cpuset"))) {
            CPUSET.inherit(limits, draft);
        }
        return plan(draft, mounts);
    }

    /** A cgroup without limits only to be found and killed by, as for monitors: in cgroup2 and in systemd's hierarchy. */
    public static CgroupPlan leaf(CgroupParent parent, String name) {
        Set<Path> mounts = new LinkedHashSet<>();
        Optional.ofNullable(parent.host().v1().get("name=systemd")).ifPresent(mounts::add);
        if (mounts.isEmpty() && parent.host().unified().isEmpty()) {
            Optional.ofNullable(parent.host().v1().get("freezer")).ifPresent(mounts::add);
        }
        return plan(new Draft(parent, name), mounts);
    }

    /** New limits for a cgroup that exists; only the writes, the filter and what is unsupported matter. */
    static CgroupPlan update(CgroupParent parent, String name, CgroupLimits limits, DeviceRules before) {
        return plan(filled(new Draft(parent, name, Optional.of(before)), limits), Set.of());
    }

    /** The first limit that this host cannot set and whose absence must not pass silently. */
    public Optional<Unsupported> refusal() {
        return unsupported.stream().filter(Unsupported::fatal).findFirst();
    }

    private static Draft filled(Draft draft, CgroupLimits limits) {
        for (Controller controller : CONTROLLERS) {
            if (controller.asked(limits)) {
                controller.plan(limits, draft);
            }
        }
        return draft;
    }

    private static CgroupPlan plan(Draft draft, Set<Path> mounts) {
        CgroupHost host = draft.parent().host();
        Optional<Path> unified = host.unified().map(draft.path()::under);
        List<Path> directories = new ArrayList<>();
        List<Path> joins = new ArrayList<>();
        for (Path mount : mounts) {
            directories.add(draft.path().under(mount));
            joins.add(draft.path().under(mount).resolve("tasks"));
        }
        unified.ifPresent(directories::add);
        return new CgroupPlan(
                draft.path(),
                draft.enabled(),
                List.copyOf(directories),
                draft.writes(),
                draft.deviceFilter(),
                List.copyOf(joins),
                unified,
                oomFile(host, draft.path()),
                draft.unsupported());
    }

    /** Version 1's mount points to be joined, each once: controllers may share one. */
    private static Set<Path> mounts(CgroupHost host, CgroupLimits limits, Membership membership) {
        Set<Path> mounts = new LinkedHashSet<>();
        host.v1().forEach((controller, mount) -> {
            if (membership == Membership.EVERY || needed(controller, host, limits)) {
                mounts.add(mount);
            }
        });
        return mounts;
    }

    private static boolean needed(String controller, CgroupHost host, CgroupLimits limits) {
        // cgroup2 freezes and kills without any controller of its own.
        boolean alone = host.unified().isEmpty() && controller.equals("freezer");
        return alone
                || ALWAYS.contains(controller)
                || CONTROLLERS.stream().anyMatch(c -> c.name().equals(controller) && c.asked(limits));
    }

    private static Optional<Path> oomFile(CgroupHost host, CgroupPath path) {
        if (host.v1().containsKey("memory")) {
            return Optional.of(path.under(host.v1().get("memory")).resolve("memory.oom_control"));
        }
        return host.unifiedControllers().contains("memory")
                ? host.unified().map(mount -> path.under(mount).resolve("memory.events"))
                : Optional.empty();
    }
}

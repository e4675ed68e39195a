package sampan.runtime.launch;

import java.util.List;
import java.util.Optional;

/**
 * The cgroups the engine has made for the container; host paths. ({@code sampan.kernel.cgroup.CgroupPlan} has them all.)
 *
 * @param joins version 1's {@code tasks} files
 * @param unified directory in cgroup2
 * @param oomFile {@code memory.oom_control} or {@code memory.events}, for the monitor
 * @param hierarchies what a mount of type cgroup shows
 * @param monitorJoins {@code tasks} or {@code cgroup.procs} files the monitor itself moves into
 */
public record Cgroups(
        List<String> joins,
        Optional<String> unified,
        Optional<String> oomFile,
        List<Hierarchy> hierarchies,
        List<String> monitorJoins) {
    /** The container stays where its launcher is. */
    public static final Cgroups NONE = new Cgroups(List.of(), Optional.empty(), Optional.empty(), List.of(), List.of());

    public Cgroups {
        joins = List.copyOf(joins);
        hierarchies = List.copyOf(hierarchies);
        monitorJoins = List.copyOf(monitorJoins);
    }

    /** Whether the launch process, or its child, opens any of them. */
    public boolean any() {
        return unified.isPresent() || oomFile.isPresent() || !joins.isEmpty();
    }

    /**
     * A hierarchy of version 1, or cgroup2 beside such.
     *
     * @param controllers as in {@code cpu,cpuacct} or {@code name=systemd}; empty for cgroup2
     * @param name of its folder below /sys/fs/cgroup: {@code cpu,cpuacct}, {@code systemd}, {@code unified}
     * @param directory the container's cgroup on the host
     */
    public record Hierarchy(String controllers, String name, String directory) {
        boolean unified() {
            return controllers.isEmpty();
        }
    }
}

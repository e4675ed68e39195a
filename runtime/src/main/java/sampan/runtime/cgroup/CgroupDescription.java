package sampan.runtime.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sampan.kernel.cgroup.Cgroup;
import sampan.kernel.cgroup.CgroupHost;
import sampan.kernel.cgroup.CgroupMode;
import sampan.kernel.cgroup.CgroupPath;
import sampan.kernel.cgroup.CgroupPlan;
import sampan.runtime.launch.Cgroups;

/** What the launch compiler is told of a container's cgroup. */
public final class CgroupDescription {
    private CgroupDescription() {}

    /**
     * Of one that has been planned.
     *
     * @param monitorJoins files that a monitor itself moves by
     */
    public static Cgroups of(CgroupHost host, CgroupPlan plan, List<String> monitorJoins) {
        return new Cgroups(
                plan.joins().stream().map(Path::toString).toList(),
                plan.unified().map(Path::toString),
                plan.oomFile().map(Path::toString),
                hierarchies(host, plan),
                monitorJoins);
    }

    /** Of one that is there, as it is found. */
    public static Cgroups existing(CgroupHost host, CgroupPath path, List<String> monitorJoins) {
        List<String> joins = new ArrayList<>();
        for (Path mount : new LinkedHashSet<>(host.v1().values())) {
            if (Files.isDirectory(path.under(mount))) {
                joins.add(path.under(mount).resolve("tasks").toString());
            }
        }
        Optional<String> unified =
                host.unified().map(path::under).filter(Files::isDirectory).map(Path::toString);
        return new Cgroups(joins, unified, Optional.empty(), List.of(), monitorJoins);
    }

    /**
     * Where one more process goes: to the first one, if that has moved into a cgroup the container made. A cgroup of version 2 with limits for those
     * below it takes no process itself.
     *
     * @param own the container's
     */
    public static Cgroups beside(Cgroups cgroups, CgroupHost host, CgroupPath own, int first) throws IOException {
        if (host.mode() != CgroupMode.V2) {
            return cgroups;
        }
        Optional<String> inner = place(first)
                .filter(path -> path.names().size() > own.names().size()
                        && path.names().subList(0, own.names().size()).equals(own.names()))
                .map(path -> path.under(host.unified().orElseThrow()).toString());
        return inner.isEmpty()
                ? cgroups
                : new Cgroups(cgroups.joins(), inner, cgroups.oomFile(), cgroups.hierarchies(), cgroups.monitorJoins());
    }

    /** A container may name its cgroups as it likes. */
    private static Optional<CgroupPath> place(int process) throws IOException {
        try {
            return Cgroup.unifiedOf(process);
        } catch (IllegalArgumentException odd) {
            return Optional.empty();
        }
    }

    /** The hierarchies of version 1 that a container joins, and cgroup2: what it is shown under /sys/fs/cgroup. */
    private static List<Cgroups.Hierarchy> hierarchies(CgroupHost host, CgroupPlan plan) {
        List<Cgroups.Hierarchy> shown = new ArrayList<>();
        for (Path directory : plan.directories()) {
            List<String> controllers = host.v1().entrySet().stream()
                    .filter(mount -> directory.startsWith(mount.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            Optional<Path> mount = controllers.isEmpty()
                    ? host.unified()
                    : Optional.ofNullable(host.v1().get(controllers.getFirst()));
            shown.add(new Cgroups.Hierarchy(
                    String.join(",", controllers),
                    String.valueOf(mount.orElse(directory).getFileName()),
                    directory.toString()));
        }
        return shown;
    }
}

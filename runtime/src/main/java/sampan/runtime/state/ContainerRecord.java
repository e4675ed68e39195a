package sampan.runtime.state;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code state.json}: what cannot be asked of the kernel.
 *
 * @param pid of the first process, in the pid namespace of whoever created it
 * @param startTime of that process in clock ticks since boot, as /proc/PID/stat tells: a later process of that number is another
 * @param bundle absolute path
 * @param rootfs absolute path
 * @param created as in {@code 2026-11-21T03:52:58.530637112Z}
 * @param cgroup path below the mount points of all hierarchies; empty: none was made
 * @param unit the scope it is, where systemd made the cgroup; empty: the runtime did
 * @param owner uid of who created it
 * @param resctrl folders to be removed with the container, the innermost first
 * @param poststop hooks are to run when it is gone
 */
public record ContainerRecord(
        String ociVersion,
        String id,
        int pid,
        long startTime,
        String bundle,
        String rootfs,
        String created,
        Map<String, String> annotations,
        String cgroup,
        String unit,
        long owner,
        List<String> resctrl,
        boolean poststop) {
    public ContainerRecord {
        unit = Objects.requireNonNullElse(unit, "");
        annotations = Map.copyOf(annotations);
        resctrl = List.copyOf(Objects.requireNonNullElse(resctrl, List.of()));
    }

    public ContainerRecord withResctrl(List<String> folders) {
        return new ContainerRecord(
                ociVersion,
                id,
                pid,
                startTime,
                bundle,
                rootfs,
                created,
                annotations,
                cgroup,
                unit,
                owner,
                folders,
                poststop);
    }
}

package sampan.core.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What planning has to know of this host; found once when an engine opens.
 *
 * @param cpus how many are online
 * @param cpuList the same as a list, {@code 0-3}
 * @param memoryNodes as a list
 * @param capabilities names the engine itself has, {@code CAP_CHOWN}: it cannot give others
 * @param cgroupV2 whether cgroup2 is the only hierarchy
 * @param apparmor whether the module is loaded
 * @param apparmorProfile of containers that name none; empty: they have none
 * @param thermalPaths what exists of /sys/devices/system/cpu/cpuN/thermal_throttle
 * @param hostname of the host
 */
public record HostFacts(
        int cpus,
        String cpuList,
        String memoryNodes,
        Set<String> capabilities,
        boolean cgroupV2,
        boolean apparmor,
        Optional<String> apparmorProfile,
        List<String> thermalPaths,
        String hostname) {}

package sampan.core.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sampan.core.config.SecurityConfig;

/** What of /proc and /sys a container does not see, or not write: Docker's newest lists. */
final class MaskedPaths {
    /** CVE-2018-10892 (scsi, acpi), GHSA-jq35-85cj-fj4p (powercap), GHSA-6fw5-f8r9-fgfm (interrupts, thermal_throttle). */
    static final List<String> MASKED = List.of(
            "/proc/acpi",
            "/proc/asound",
            "/proc/interrupts",
            "/proc/kcore",
            "/proc/keys",
            "/proc/latency_stats",
            "/proc/sched_debug",
            "/proc/scsi",
            "/proc/timer_list",
            "/proc/timer_stats",
            "/sys/devices/virtual/powercap",
            "/sys/firmware",
            "/sys/fs/selinux");

    static final List<String> READONLY =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private MaskedPaths() {}

    static List<String> masked(SecurityConfig asked, HostFacts facts) {
        if (asked.privileged() && asked.maskedPaths() == null) {
            return List.of();
        }
        List<String> all = new ArrayList<>(MASKED);
        all.addAll(facts.thermalPaths());
        return orElse(asked.maskedPaths(), all);
    }

    static List<String> readonly(SecurityConfig asked) {
        return asked.privileged() ? List.of() : orElse(asked.readonlyPaths(), READONLY);
    }

    /** What a container's configuration is said to have: null when it sees everything because it is privileged. */
    static @Nullable List<String> shown(SecurityConfig asked, List<String> paths) {
        return asked.privileged() ? null : paths;
    }

    private static List<String> orElse(@Nullable List<String> own, List<String> defaults) {
        return own == null ? defaults : own;
    }
}

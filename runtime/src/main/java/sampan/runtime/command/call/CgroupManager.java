package sampan.runtime.command.call;

import java.util.List;
import java.util.Locale;

/** {@code --cgroup-manager}: who makes the cgroups of containers. */
public enum CgroupManager {
    CGROUPFS,
    SYSTEMD,
    /** Nobody: a container stays where its caller is, and has no limits. */
    DISABLED;

    static CgroupManager of(String word) throws RuntimeFailure {
        return List.of(values()).stream()
                .filter(manager -> manager.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new RuntimeFailure("unknown cgroup manager specified " + word));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}

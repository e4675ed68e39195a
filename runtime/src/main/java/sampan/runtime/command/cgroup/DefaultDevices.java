package sampan.runtime.command.cgroup;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sampan.oci.spec.Resources;

/**
 * <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#default-devices">config-linux.md#default-devices</a>:
 * what every container may use, whatever its list says; all else is for the list to allow.
 */
public final class DefaultDevices {
    private static final List<Resources.DeviceRule> RULES = List.of(
            rule("c", null, null, "m"),
            rule("b", null, null, "m"),
            rule("c", 1L, 3L, "rwm"),
            rule("c", 1L, 8L, "rwm"),
            rule("c", 1L, 7L, "rwm"),
            rule("c", 5L, 0L, "rwm"),
            rule("c", 1L, 5L, "rwm"),
            rule("c", 1L, 9L, "rwm"),
            rule("c", 136L, null, "rwm"),
            rule("c", 5L, 2L, "rwm"));

    private DefaultDevices() {}

    public static Resources allowed(Resources resources) {
        List<Resources.DeviceRule> rules = new ArrayList<>();
        rules.add(new Resources.DeviceRule(false, "a", null, null, "rwm"));
        rules.addAll(resources.devices());
        rules.addAll(RULES);
        return resources.withDevices(rules);
    }

    private static Resources.DeviceRule rule(String type, @Nullable Long major, @Nullable Long minor, String access) {
        return new Resources.DeviceRule(true, type, major, minor, access);
    }
}

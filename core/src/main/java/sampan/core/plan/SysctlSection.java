package sampan.core.plan;

import static sampan.core.plan.Refusal.when;

import java.util.LinkedHashMap;
import java.util.Map;
import sampan.core.config.HostConfig;
import sampan.core.config.NamespaceConfig;
import sampan.runtime.launch.Sysctls;

/** {@code --sysctl}: only what belongs to a namespace of the container's own. (CVE-2022-0811, CVE-2022-0532) */
public final class SysctlSection {
    private SysctlSection() {}

    /** What was asked for, on top of Docker's two defaults for a network of one's own. */
    static Map<String, String> of(HostConfig host) {
        Map<String, String> all = new LinkedHashMap<>();
        if (Modes.hasOwnNetwork(host.namespaces())) {
            all.put("net.ipv4.ip_unprivileged_port_start", "0");
            all.put("net.ipv4.ping_group_range", "0 2147483647");
        }
        all.putAll(host.security().sysctls());
        return all;
    }

    /** InvalidArgument for what is not the container's own. */
    public static void check(HostConfig host) {
        host.security().sysctls().forEach((name, value) -> check(name, value, host.namespaces()));
    }

    private static void check(String name, String value, NamespaceConfig modes) {
        when(!name.matches("[A-Za-z0-9_][A-Za-z0-9_./-]*") || name.contains(".."), "invalid sysctl name: " + name);
        when(value.chars().anyMatch(c -> c != '\t' && Character.isISOControl(c)), "invalid value of sysctl " + name);
        switch (Sysctls.namespace(name.replace('/', '.')).orElse("")) {
            case "ipc" ->
                when(
                        Modes.isHost(modes.ipcMode()),
                        "sysctl \"" + name + "\" is not allowed in the hosts ipc namespace");
            case "network" ->
                when(
                        Modes.isHost(modes.networkMode()),
                        "sysctl \"" + name + "\" not allowed in host network namespace");
            default -> when(true, "sysctl \"" + name + "\" is not in a separate kernel namespace");
        }
    }
}

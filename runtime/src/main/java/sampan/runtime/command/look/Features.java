package sampan.runtime.command.look;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import sampan.kernel.capability.Capability;
import sampan.kernel.seccomp.FilterFlag;
import sampan.runtime.launch.HookKind;
import sampan.runtime.launch.Placement;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/features.md">features.md</a> */
public final class Features {
    private static final int CAPABILITIES = 41;

    /** Of one mount; with an {@code r} before it, of all below it. */
    private static final List<String> ATTRIBUTES = List.of(
            ("atime dev diratime exec noatime nodev nodiratime noexec norelatime nostrictatime nosuid nosymfollow"
                            + " relatime ro rw strictatime suid symfollow")
                    .split(" ", -1));

    private static final List<String> OTHER_OPTIONS = List.of(
            ("acl async bind defaults dirsync idmap iversion lazytime loud mand noacl noiversion nolazytime nomand"
                            + " private rbind remount ridmap rprivate rshared rslave runbindable shared silent slave"
                            + " sync tmpcopyup unbindable")
                    .split(" ", -1));

    private Features() {}

    static Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("ociVersionMin", "1.0.0");
        all.put("ociVersionMax", "1.3.0");
        all.put("hooks", Arrays.stream(HookKind.values()).map(HookKind::word).toList());
        all.put("mountOptions", mountOptions());
        all.put("linux", linux());
        return all;
    }

    private static List<String> mountOptions() {
        Set<String> words = new TreeSet<>(OTHER_OPTIONS);
        ATTRIBUTES.forEach(word -> words.addAll(List.of(word, "r" + word)));
        return List.copyOf(words);
    }

    private static Map<String, Object> linux() {
        Map<String, Object> linux = new LinkedHashMap<>();
        linux.put("namespaces", List.of("cgroup", "ipc", "mount", "network", "pid", "time", "user", "uts"));
        linux.put(
                "capabilities",
                IntStream.range(0, CAPABILITIES)
                        .mapToObj(
                                number -> Capability.of(1L << number).getFirst().specName())
                        .toList());
        Map<String, Object> cgroup = new LinkedHashMap<>();
        cgroup.put("v1", true);
        cgroup.put("v2", true);
        cgroup.put("systemd", true);
        cgroup.put("systemdUser", false);
        cgroup.put("rdma", true);
        linux.put("cgroup", cgroup);
        linux.put("seccomp", seccomp());
        linux.put("apparmor", Map.of("enabled", true));
        linux.put("selinux", Map.of("enabled", true));
        linux.put("intelRdt", intelRdt());
        linux.put("netDevices", Map.of("enabled", true));
        linux.put("memoryPolicy", memoryPolicy());
        linux.put("mountExtensions", Map.of("idmap", Map.of("enabled", true)));
        return linux;
    }

    private static Map<String, Object> seccomp() {
        Map<String, Object> seccomp = new LinkedHashMap<>();
        seccomp.put("enabled", true);
        seccomp.put(
                "actions",
                List.of(
                        "SCMP_ACT_ALLOW",
                        "SCMP_ACT_ERRNO",
                        "SCMP_ACT_KILL",
                        "SCMP_ACT_KILL_PROCESS",
                        "SCMP_ACT_KILL_THREAD",
                        "SCMP_ACT_LOG",
                        "SCMP_ACT_NOTIFY",
                        "SCMP_ACT_TRACE",
                        "SCMP_ACT_TRAP"));
        seccomp.put(
                "operators",
                List.of(
                        "SCMP_CMP_EQ",
                        "SCMP_CMP_GE",
                        "SCMP_CMP_GT",
                        "SCMP_CMP_LE",
                        "SCMP_CMP_LT",
                        "SCMP_CMP_MASKED_EQ",
                        "SCMP_CMP_NE"));
        seccomp.put(
                "archs",
                List.of("SCMP_ARCH_AARCH64", "SCMP_ARCH_ARM", "SCMP_ARCH_X32", "SCMP_ARCH_X86", "SCMP_ARCH_X86_64"));
        seccomp.put("knownFlags", flags());
        seccomp.put("supportedFlags", flags());
        return seccomp;
    }

    /** In this order each time. */
    private static Map<String, Object> intelRdt() {
        Map<String, Object> allocation = new LinkedHashMap<>();
        allocation.put("enabled", true);
        allocation.put("schemata", true);
        allocation.put("monitoring", true);
        return allocation;
    }

    private static Map<String, Object> memoryPolicy() {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("modes", Placement.modes());
        policy.put("flags", Placement.flags());
        return policy;
    }

    private static List<String> flags() {
        return Arrays.stream(FilterFlag.values())
                .map(flag -> "SECCOMP_FILTER_FLAG_" + flag.name())
                .sorted()
                .toList();
    }
}

package sampan.runtime.launch;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.kernel.cgroup.CpuList;
import sampan.oci.spec.CpuAffinity;
import sampan.oci.spec.Implements;
import sampan.oci.spec.MemoryPolicy;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Script;
import sampan.runtime.program.Syscall;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#memory-policy">config-linux.md#memory-policy</a>, and the CPUs of an exec'd process. */
@Implements(value = "config-linux.md#memory-policy", properties = "linux.memoryPolicy")
@Implements(value = "config.md#linux-process", properties = "process.execCPUAffinity")
public final class Placement {
    private static final Map<String, Integer> MODES = Map.of(
            "MPOL_DEFAULT", 0,
            "MPOL_PREFERRED", 1,
            "MPOL_BIND", 2,
            "MPOL_INTERLEAVE", 3,
            "MPOL_LOCAL", 4,
            "MPOL_PREFERRED_MANY", 5,
            "MPOL_WEIGHTED_INTERLEAVE", 6);
    private static final Map<String, Integer> FLAGS =
            Map.of("MPOL_F_NUMA_BALANCING", 1 << 13, "MPOL_F_RELATIVE_NODES", 1 << 14, "MPOL_F_STATIC_NODES", 1 << 15);

    private Placement() {}

    /** The names of memory policies that are understood. */
    public static List<String> modes() {
        return MODES.keySet().stream().sorted().toList();
    }

    public static List<String> flags() {
        return FLAGS.keySet().stream().sorted().toList();
    }

    static void memory(Launch launch) {
        MemoryPolicy policy = launch.linux().memoryPolicy();
        if (policy == null) {
            return;
        }
        int mode = known(MODES, String.valueOf(policy.mode()));
        for (String flag : policy.flags()) {
            mode |= known(FLAGS, flag);
        }
        String nodes = policy.nodes();
        Script script = launch.script();
        script.purpose("memory policy " + policy.mode(), "which NUMA nodes memory comes from", "set_mempolicy(2)")
                .blame("linux.memoryPolicy: set_mempolicy: %ERROR%");
        if (nodes == null || nodes.isBlank()) {
            script.call(Syscall.SET_MEMPOLICY, Argument.hex(mode), Argument.NULL, Argument.of(0));
        } else {
            Buffer mask = mask(nodes, "linux.memoryPolicy.nodes");
            script.call(
                    Syscall.SET_MEMPOLICY,
                    Argument.hex(mode),
                    Argument.of(mask),
                    Argument.of((long) mask.size() * Byte.SIZE + 1));
        }
    }

    /** Before the container's cgroups are joined. */
    static void initialCpus(Launch launch) {
        CpuAffinity affinity = launch.process().execCpuAffinity();
        cpus(launch, affinity == null ? null : affinity.initial());
    }

    /** In the container's cpuset. */
    static void finalCpus(Launch launch) {
        CpuAffinity affinity = launch.process().execCpuAffinity();
        cpus(launch, affinity == null ? null : affinity.last());
    }

    private static void cpus(Launch launch, @Nullable String list) {
        if (list == null || list.isBlank()) {
            return;
        }
        Buffer mask = mask(list, "process.execCPUAffinity");
        launch.script()
                .purpose("CPUs " + list.strip(), "as asked for", "sched_setaffinity(2)")
                .blame("process.execCPUAffinity: error setting CPU affinity: %ERROR%")
                .call(Syscall.SCHED_SETAFFINITY, Argument.of(0), Argument.of(mask.size()), Argument.of(mask));
    }

    private static Buffer mask(String list, String where) {
        BitSet bits = new BitSet();
        try {
            for (CpuList.Range range : CpuList.parse(list.replace(" ", "")).ranges()) {
                bits.set(range.first(), range.last() + 1);
            }
        } catch (IllegalArgumentException wrong) {
            throw new InvalidSpecException(where + ": " + wrong.getMessage());
        }
        return Buffer.longs("[" + list.strip() + "]", bits.toLongArray());
    }

    private static int known(Map<String, Integer> names, String name) {
        Integer value = names.get(name);
        if (value == null) {
            throw new InvalidSpecException("linux.memoryPolicy: unknown name " + name);
        }
        return value;
    }
}

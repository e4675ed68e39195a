package sampan.runtime.launch;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import sampan.oci.spec.Implements;
import sampan.oci.spec.IoPriority;
import sampan.oci.spec.Personality;
import sampan.oci.spec.Scheduler;
import sampan.runtime.program.Argument;
import sampan.runtime.program.Buffer;
import sampan.runtime.program.Syscall;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#linux-process">config.md#linux-process</a>, scheduler, I/O priority and personality. */
@Implements(
        value = "config.md#linux-process",
        properties = {"process.scheduler", "process.ioPriority"})
@Implements(value = "config-linux.md#personality", properties = "linux.personality")
final class Priorities {
    private static final int SCHED_ATTR = 48;
    private static final int CLASS_SHIFT = 13;
    private static final int LOWEST_IO = 7;
    private static final long PER_LINUX32 = 8;
    private static final Map<String, Integer> POLICIES = Map.of(
            "SCHED_OTHER", 0,
            "SCHED_FIFO", 1,
            "SCHED_RR", 2,
            "SCHED_BATCH", 3,
            "SCHED_ISO", 4,
            "SCHED_IDLE", 5,
            "SCHED_DEADLINE", 6);
    private static final Map<String, Long> FLAGS = Map.of(
            "SCHED_FLAG_RESET_ON_FORK", 0x01L,
            "SCHED_FLAG_RECLAIM", 0x02L,
            "SCHED_FLAG_DL_OVERRUN", 0x04L,
            "SCHED_FLAG_KEEP_POLICY", 0x08L,
            "SCHED_FLAG_KEEP_PARAMS", 0x10L,
            "SCHED_FLAG_UTIL_CLAMP_MIN", 0x20L,
            "SCHED_FLAG_UTIL_CLAMP_MAX", 0x40L);
    private static final Map<String, Integer> CLASSES =
            Map.of("IOPRIO_CLASS_RT", 1, "IOPRIO_CLASS_BE", 2, "IOPRIO_CLASS_IDLE", 3);

    private Priorities() {}

    static void compile(Launch launch) {
        scheduler(launch);
        io(launch);
        personality(launch);
    }

    private static void scheduler(Launch launch) {
        Scheduler scheduler = launch.process().scheduler();
        if (scheduler == null) {
            return;
        }
        byte[] bytes = new byte[SCHED_ATTR];
        long flags = scheduler.flags().stream()
                .mapToLong(flag -> known(FLAGS, flag, "process.scheduler"))
                .reduce(0, (a, b) -> a | b);
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(SCHED_ATTR)
                .putInt(known(POLICIES, scheduler.policy(), "process.scheduler"))
                .putLong(flags)
                .putInt(scheduler.nice())
                .putInt(scheduler.priority())
                .putLong(scheduler.runtime())
                .putLong(scheduler.deadline())
                .putLong(scheduler.period());
        launch.script()
                .purpose("scheduling " + scheduler.policy(), "as asked for", "sched_setattr(2)")
                .blame("process.scheduler: error setting scheduler: %ERROR%")
                .call(
                        Syscall.SCHED_SETATTR,
                        Argument.of(0),
                        Argument.of(Buffer.of(bytes, "{" + scheduler.policy() + ", nice=" + scheduler.nice() + "}")),
                        Argument.of(0));
    }

    private static void io(Launch launch) {
        IoPriority io = launch.process().ioPriority();
        if (io == null) {
            return;
        }
        if (io.priority() < 0 || io.priority() > LOWEST_IO) {
            throw new InvalidSpecException("process.ioPriority.priority: " + io.priority() + " is not in 0..7");
        }
        long value = ((long) known(CLASSES, io.kind(), "process.ioPriority") << CLASS_SHIFT) | io.priority();
        launch.script()
                .purpose("I/O priority", "as asked for", "ioprio_set(2)")
                .blame("process.ioPriority: failed to set io priority: %ERROR%")
                .call(
                        Syscall.IOPRIO_SET,
                        Symbol.IOPRIO_WHO_PROCESS.argument(),
                        Argument.of(0),
                        Argument.of(value, io.kind() + " " + io.priority()));
    }

    private static void personality(Launch launch) {
        Personality personality = launch.linux().personality();
        if (personality == null) {
            return;
        }
        if (!personality.flags().isEmpty()) {
            throw new InvalidSpecException("linux.personality: flags are not supported");
        }
        long domain = switch (personality.domain()) {
            case "LINUX" -> 0;
            case "LINUX32" -> PER_LINUX32;
            default -> throw new InvalidSpecException("linux.personality: unknown domain " + personality.domain());
        };
        launch.script()
                .purpose("personality " + personality.domain(), "what uname(2) tells of the machine", "personality(2)")
                .call(Syscall.PERSONALITY, Argument.of(domain, personality.domain()));
    }

    private static <T> T known(Map<String, T> names, String name, String where) {
        T value = names.get(name);
        if (value == null) {
            throw new InvalidSpecException(where + ": unknown name " + name);
        }
        return value;
    }
}

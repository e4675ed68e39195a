package sampan.oci.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config.md#linux-process">config.md#linux-process</a>, sched_setattr(2). */
public record Scheduler(
        String policy, int nice, int priority, List<String> flags, long runtime, long deadline, long period) {
    public Scheduler(
            String policy,
            int nice,
            int priority,
            @Nullable List<String> flags,
            long runtime,
            long deadline,
            long period) {
        this.policy = policy;
        this.nice = nice;
        this.priority = priority;
        this.flags = Copies.of(flags);
        this.runtime = runtime;
        this.deadline = deadline;
        this.period = period;
    }
}

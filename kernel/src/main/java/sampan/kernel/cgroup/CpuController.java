package sampan.kernel.cgroup;

import java.util.OptionalLong;
import java.util.stream.Stream;
import sampan.kernel.Errno;

/** {@code cpu}: shares, and a quota in each period. */
final class CpuController implements Controller {

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public boolean asked(CgroupLimits limits) {
        CpuLimits cpu = limits.cpu();
        return Stream.of(
                        cpu.shares(),
                        cpu.quota(),
                        cpu.period(),
                        cpu.burst(),
                        cpu.realtimeRuntime(),
                        cpu.realtimePeriod(),
                        cpu.idle())
                .anyMatch(OptionalLong::isPresent);
    }

    @Override
    public void plan(CgroupLimits limits, Draft draft) {
        CpuLimits cpu = limits.cpu();
        switch (draft.version(this)) {
            case V1 -> version1(cpu, draft);
            case V2 -> version2(cpu, draft);
            case ABSENT -> absent(cpu, draft);
        }
    }

    private void version1(CpuLimits cpu, Draft draft) {
        // An idle cgroup refuses shares: leave idle before, enter it after.
        idle(cpu, 0, draft);
        cpu.shares().ifPresent(shares -> draft.write(this, "cpu.shares", shares));
        idle(cpu, 1, draft);
        realtime(cpu, draft);
        bandwidth1(cpu, draft);
    }

    /**
     * Period, quota and burst bound each other. In a fresh cgroup the order below is always right; in one with older values a write
     * may be too early, so it is tried, let fail, and made again after its partner.
     */
    private void bandwidth1(CpuLimits cpu, Draft draft) {
        if (!draft.fresh() && cpu.quota().isPresent()) {
            cpu.burst().ifPresent(us -> draft.write(this, "cpu.cfs_burst_us", us, Errno.EINVAL));
            cpu.period().ifPresent(us -> draft.write(this, "cpu.cfs_period_us", us, Errno.EINVAL));
            cpu.quota().ifPresent(us -> draft.write(this, "cpu.cfs_quota_us", us, Errno.EINVAL));
        }
        cpu.period().ifPresent(us -> draft.write(this, "cpu.cfs_period_us", us));
        cpu.quota().ifPresent(us -> {
            if (us > 0 || !draft.fresh()) {
                draft.write(this, "cpu.cfs_quota_us", us);
            }
        });
        cpu.burst().ifPresent(us -> draft.write(this, "cpu.cfs_burst_us", us));
    }

    private void realtime(CpuLimits cpu, Draft draft) {
        if (cpu.realtimeRuntime().isEmpty() && cpu.realtimePeriod().isEmpty()) {
            return;
        }
        if (!draft.has("cpu.rt_runtime_us")) {
            draft.refuse(name(), "CPU real-time scheduler", "CPU real-time period and runtime discarded.");
            return;
        }
        cpu.realtimePeriod().ifPresent(us -> draft.write(this, "cpu.rt_period_us", us));
        cpu.realtimeRuntime().ifPresent(us -> draft.write(this, "cpu.rt_runtime_us", us));
    }

    private void version2(CpuLimits cpu, Draft draft) {
        idle(cpu, 0, draft);
        cpu.shares().ifPresent(shares -> draft.write(this, "cpu.weight", weight(shares)));
        idle(cpu, 1, draft);
        realtime(cpu, draft);
        if (!draft.fresh() && cpu.quota().isPresent()) {
            cpu.burst().ifPresent(us -> draft.write(this, "cpu.max.burst", us, Errno.EINVAL));
        }
        boolean limited = cpu.quota().orElse(-1) > 0;
        if (limited || cpu.period().isPresent() || (cpu.quota().isPresent() && !draft.fresh())) {
            String quota = limited ? Long.toString(cpu.quota().getAsLong()) : "max";
            // Without a period the kernel keeps the one there is.
            draft.write(
                    this,
                    "cpu.max",
                    cpu.period().isPresent() ? quota + " " + cpu.period().getAsLong() : quota);
        }
        cpu.burst().ifPresent(us -> draft.write(this, "cpu.max.burst", us));
    }

    private void idle(CpuLimits cpu, long value, Draft draft) {
        if (cpu.idle().isPresent() && cpu.idle().getAsLong() == value && !(value == 0 && draft.fresh())) {
            draft.write(this, "cpu.idle", value);
        }
    }

    /**
     * Shares (2 to 262144, usually 1024) as a weight (1 to 10000, usually 100), by the formula the OCI runtimes agreed on in 2025: a
     * parabola in log2(shares) through (2, 1), (1024, 100) and (262144, 10000), so that the usual value stays the usual value. The
     * line used before gave 39 for 1024 shares.
     */
    static long weight(long shares) {
        double log = Math.log((double) shares) / Math.log(2);
        double exponent = (log * log + 125 * log) / 612.0 - 7.0 / 34.0;
        // Rounded up, but not for the last bit of a double.
        return Math.clamp((long) Math.ceil(Math.pow(10, exponent) - 1e-6), 1, 10_000);
    }

    private void absent(CpuLimits cpu, Draft draft) {
        if (cpu.shares().isPresent()) {
            draft.refuse(name(), "CPU shares", "Shares discarded.");
        }
        if (cpu.quota().isPresent() || cpu.period().isPresent() || cpu.burst().isPresent()) {
            draft.refuse(name(), "CPU CFS scheduler", "CPU CFS period and quota discarded.");
        }
        if (cpu.idle().isPresent()) {
            draft.refuse(name(), "idle CPU groups", "CPU idle discarded.");
        }
        realtime(cpu, draft);
    }
}

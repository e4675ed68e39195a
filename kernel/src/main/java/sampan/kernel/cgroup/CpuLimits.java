package sampan.kernel.cgroup;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Time and places of the processor. A zero is "not set" in all but {@code idle} and {@code burst}, as Docker and runc read it.
 *
 * @param shares 2 to 262144, 1024 being a cgroup's usual share
 * @param quota microseconds of CPU time in each period; -1 is unlimited
 * @param period microseconds, 1000 to 1000000
 * @param burst microseconds that may be saved up from earlier periods
 * @param realtimeRuntime microseconds for real-time tasks in each real-time period; cgroup v1 only
 */
public record CpuLimits(
        OptionalLong shares,
        OptionalLong quota,
        OptionalLong period,
        OptionalLong burst,
        OptionalLong realtimeRuntime,
        OptionalLong realtimePeriod,
        Optional<CpuList> cpus,
        Optional<CpuList> mems,
        OptionalLong idle) {
    static final long SMALLEST_SHARES = 2;
    static final long LARGEST_SHARES = 262_144;
    private static final long SHORTEST = 1_000;
    private static final long LONGEST_PERIOD = 1_000_000;

    public static final CpuLimits NONE = new CpuLimits(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty());

    public CpuLimits {
        shares = set(shares);
        quota = set(quota);
        period = set(period);
        realtimeRuntime = set(realtimeRuntime);
        realtimePeriod = set(realtimePeriod);
        shares.ifPresent(CpuLimits::checkShares);
        quota.ifPresent(CpuLimits::checkQuota);
        period.ifPresent(CpuLimits::checkPeriod);
        burst.ifPresent(us -> CgroupLimits.notNegative("cpu burst", us));
        realtimePeriod.ifPresent(us -> CgroupLimits.notNegative("cpu real-time period", us));
        idle.ifPresent(CpuLimits::checkIdle);
        if (realtimeRuntime.isPresent() && realtimeRuntime.getAsLong() < -1) {
            throw new IllegalArgumentException("invalid cpu real-time runtime: " + realtimeRuntime.getAsLong());
        }
    }

    public CpuLimits withShares(long value) {
        return new CpuLimits(
                OptionalLong.of(value), quota, period, burst, realtimeRuntime, realtimePeriod, cpus, mems, idle);
    }

    public CpuLimits withQuota(long microseconds, long ofPeriod) {
        return new CpuLimits(
                shares,
                OptionalLong.of(microseconds),
                OptionalLong.of(ofPeriod),
                burst,
                realtimeRuntime,
                realtimePeriod,
                cpus,
                mems,
                idle);
    }

    public CpuLimits withBurst(long microseconds) {
        return new CpuLimits(
                shares,
                quota,
                period,
                OptionalLong.of(microseconds),
                realtimeRuntime,
                realtimePeriod,
                cpus,
                mems,
                idle);
    }

    public CpuLimits withRealtime(long runtime, long ofPeriod) {
        return new CpuLimits(
                shares, quota, period, burst, OptionalLong.of(runtime), OptionalLong.of(ofPeriod), cpus, mems, idle);
    }

    public CpuLimits withCpus(CpuList list) {
        return new CpuLimits(
                shares, quota, period, burst, realtimeRuntime, realtimePeriod, Optional.of(list), mems, idle);
    }

    public CpuLimits withMems(CpuList list) {
        return new CpuLimits(
                shares, quota, period, burst, realtimeRuntime, realtimePeriod, cpus, Optional.of(list), idle);
    }

    public CpuLimits withIdle(boolean value) {
        return new CpuLimits(
                shares,
                quota,
                period,
                burst,
                realtimeRuntime,
                realtimePeriod,
                cpus,
                mems,
                OptionalLong.of(value ? 1 : 0));
    }

    private static OptionalLong set(OptionalLong value) {
        return value.isPresent() && value.getAsLong() == 0 ? OptionalLong.empty() : value;
    }

    private static void checkShares(long shares) {
        if (shares < SMALLEST_SHARES) {
            throw new IllegalArgumentException("the minimum allowed cpu-shares is " + SMALLEST_SHARES);
        }
        if (shares > LARGEST_SHARES) {
            throw new IllegalArgumentException("the maximum allowed cpu-shares is " + LARGEST_SHARES);
        }
    }

    private static void checkQuota(long quota) {
        if (quota < -1 || (quota > 0 && quota < SHORTEST) || quota > Long.MAX_VALUE / 1_000) {
            throw new IllegalArgumentException("CPU cfs quota can not be less than 1ms (i.e. 1000)");
        }
    }

    private static void checkPeriod(long period) {
        if (period < SHORTEST || period > LONGEST_PERIOD) {
            throw new IllegalArgumentException(
                    "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
        }
    }

    private static void checkIdle(long idle) {
        if (idle != 0 && idle != 1) {
            throw new IllegalArgumentException("invalid cpu idle: " + idle + " (0 or 1)");
        }
    }
}

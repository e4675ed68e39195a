package sampan.kernel.cgroup;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Bytes of memory. In every field -1 means unlimited; 0 means not set, as Docker and runc read it.
 *
 * @param swap memory and swap together, as cgroup v1 counts
 * @param kernel accepted and without effect: kernels since 5.16 have no separate limit
 * @param swappiness 0 to 100
 * @param checkBeforeUpdate refuse an update that is below what is in use (cgroup v2 would kill)
 */
public record MemoryLimits(
        OptionalLong limit,
        OptionalLong reservation,
        OptionalLong swap,
        OptionalLong kernel,
        OptionalLong kernelTcp,
        OptionalLong swappiness,
        Optional<Boolean> disableOomKiller,
        Optional<Boolean> useHierarchy,
        boolean checkBeforeUpdate) {
    public static final long UNLIMITED = -1;

    public static final MemoryLimits NONE = new MemoryLimits(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            false);

    public MemoryLimits {
        limit = set("memory limit", limit);
        reservation = set("memory reservation", reservation);
        swap = set("memory swap limit", swap);
        kernel = set("kernel memory limit", kernel);
        kernelTcp = set("kernel TCP memory limit", kernelTcp);
        if (swappiness.isPresent() && (swappiness.getAsLong() < 0 || swappiness.getAsLong() > 100)) {
            throw new IllegalArgumentException(
                    "Invalid value: " + swappiness.getAsLong() + ", valid memory swappiness range is 0-100");
        }
        checkSwap(limit.orElse(0), swap.orElse(0));
    }

    public MemoryLimits withLimit(long bytes) {
        return new MemoryLimits(
                OptionalLong.of(bytes),
                reservation,
                swap,
                kernel,
                kernelTcp,
                swappiness,
                disableOomKiller,
                useHierarchy,
                checkBeforeUpdate);
    }

    public MemoryLimits withReservation(long bytes) {
        return new MemoryLimits(
                limit,
                OptionalLong.of(bytes),
                swap,
                kernel,
                kernelTcp,
                swappiness,
                disableOomKiller,
                useHierarchy,
                checkBeforeUpdate);
    }

    public MemoryLimits withSwap(long bytes) {
        return new MemoryLimits(
                limit,
                reservation,
                OptionalLong.of(bytes),
                kernel,
                kernelTcp,
                swappiness,
                disableOomKiller,
                useHierarchy,
                checkBeforeUpdate);
    }

    public MemoryLimits withSwappiness(long percent) {
        return new MemoryLimits(
                limit,
                reservation,
                swap,
                kernel,
                kernelTcp,
                OptionalLong.of(percent),
                disableOomKiller,
                useHierarchy,
                checkBeforeUpdate);
    }

    public MemoryLimits withDisableOomKiller(boolean disable) {
        return new MemoryLimits(
                limit,
                reservation,
                swap,
                kernel,
                kernelTcp,
                swappiness,
                Optional.of(disable),
                useHierarchy,
                checkBeforeUpdate);
    }

    private static OptionalLong set(String what, OptionalLong value) {
        if (value.isPresent() && value.getAsLong() < UNLIMITED) {
            throw new IllegalArgumentException("invalid " + what + ": " + value.getAsLong());
        }
        return value.isPresent() && value.getAsLong() == 0 ? OptionalLong.empty() : value;
    }

    private static void checkSwap(long limit, long swap) {
        if (swap > 0 && limit <= 0) {
            throw new IllegalArgumentException(
                    "You should always set the Memory limit when using Memoryswap limit, see usage");
        }
        if (swap > 0 && swap < limit) {
            throw new IllegalArgumentException(
                    "Minimum memoryswap limit should be larger than memory limit, see usage");
        }
    }
}

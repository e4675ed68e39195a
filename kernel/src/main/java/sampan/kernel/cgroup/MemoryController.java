package sampan.kernel.cgroup;

import java.util.OptionalLong;
import java.util.stream.Stream;
import sampan.kernel.Errno;

/** {@code memory}. */
final class MemoryController implements Controller {
    private static final String LIMIT = "memory.limit_in_bytes";
    private static final String WITH_SWAP = "memory.memsw.limit_in_bytes";
    private static final String DISCARDED = "Limitation discarded.";

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public boolean asked(CgroupLimits limits) {
        MemoryLimits memory = limits.memory();
        return Stream.of(
                                memory.limit(),
                                memory.reservation(),
                                memory.swap(),
                                memory.kernel(),
                                memory.kernelTcp(),
                                memory.swappiness())
                        .anyMatch(OptionalLong::isPresent)
                || memory.disableOomKiller().isPresent()
                || memory.useHierarchy().isPresent();
    }

    @Override
    public void plan(CgroupLimits limits, Draft draft) {
        MemoryLimits memory = limits.memory();
        switch (draft.version(this)) {
            case V1 -> version1(memory, draft);
            case V2 -> version2(memory, draft);
            case ABSENT -> absent(memory, draft);
        }
    }

    private void version1(MemoryLimits memory, Draft draft) {
        limitAndSwap1(memory, draft);
        memory.reservation().ifPresent(bytes -> writeUnlessDefault(draft, "memory.soft_limit_in_bytes", bytes));
        memory.kernelTcp().ifPresent(bytes -> writeUnlessDefault(draft, "memory.kmem.tcp.limit_in_bytes", bytes));
        memory.swappiness().ifPresent(percent -> draft.write(this, "memory.swappiness", percent));
        memory.disableOomKiller().ifPresent(disable -> {
            if (disable || !draft.fresh()) {
                draft.write(this, "memory.oom_control", disable ? 1 : 0);
            }
        });
        warnKernel(memory, draft);
        if (memory.useHierarchy().isPresent() && !memory.useHierarchy().get()) {
            draft.warn(name(), "memory accounting without hierarchy", DISCARDED);
        }
    }

    /**
     * The limit with swap must never be below the one without. In a fresh cgroup both are unlimited, so the smaller goes first; in an
     * older one the first write may fail, and is made again after its partner.
     */
    private void limitAndSwap1(MemoryLimits memory, Draft draft) {
        OptionalLong swap = swap1(memory, draft);
        memory.limit().ifPresent(bytes -> {
            if (swap.isPresent() && !draft.fresh()) {
                draft.write(this, LIMIT, bytes, Errno.EINVAL);
            } else {
                writeUnlessDefault(draft, LIMIT, bytes);
            }
        });
        swap.ifPresent(bytes -> writeUnlessDefault(draft, WITH_SWAP, bytes));
        if (swap.isPresent() && !draft.fresh()) {
            memory.limit().ifPresent(bytes -> draft.write(this, LIMIT, bytes));
        }
    }

    private OptionalLong swap1(MemoryLimits memory, Draft draft) {
        boolean unlimited = memory.limit().orElse(0) == MemoryLimits.UNLIMITED;
        // Unlimited memory is unlimited with swap too, or the write would be refused.
        OptionalLong swap = unlimited && memory.swap().isEmpty() ? memory.limit() : memory.swap();
        if (swap.isPresent() && !draft.has(WITH_SWAP)) {
            if (swap.getAsLong() > 0) {
                warnSwap(draft);
            }
            return OptionalLong.empty();
        }
        return swap;
    }

    private void version2(MemoryLimits memory, Draft draft) {
        swap2(memory, draft);
        memory.limit().ifPresent(bytes -> writeUnlessDefault(draft, "memory.max", bytes));
        memory.reservation().ifPresent(bytes -> draft.write(this, "memory.low", orMax(bytes)));
        if (memory.swappiness().isPresent()) {
            draft.warn(name(), "memory swappiness capabilities", "Memory swappiness discarded.");
        }
        if (memory.disableOomKiller().orElse(false)) {
            draft.warn(name(), "OomKillDisable", "OomKillDisable discarded.");
        }
        if (memory.kernelTcp().isPresent()) {
            draft.warn(name(), "kernel memory TCP limit capabilities", DISCARDED);
        }
        warnKernel(memory, draft);
    }

    /** Version 2 counts swap alone: 512 MiB of both with 384 MiB of memory is 128 MiB of swap. */
    private void swap2(MemoryLimits memory, Draft draft) {
        boolean unlimited = memory.limit().orElse(0) == MemoryLimits.UNLIMITED;
        OptionalLong both = unlimited && memory.swap().isEmpty() ? memory.limit() : memory.swap();
        if (both.isEmpty()) {
            return;
        }
        boolean bounded = both.getAsLong() > 0;
        if (draft.has("memory.swap.max")) {
            long swap = bounded ? both.getAsLong() - memory.limit().orElse(0) : MemoryLimits.UNLIMITED;
            writeUnlessDefault(draft, "memory.swap.max", swap);
        } else if (bounded) {
            warnSwap(draft);
        }
    }

    private void writeUnlessDefault(Draft draft, String file, long bytes) {
        if (bytes >= 0 || !draft.fresh()) {
            draft.write(this, file, draft.version(this) == Draft.Version.V1 ? Long.toString(bytes) : orMax(bytes));
        }
    }

    private static String orMax(long bytes) {
        return bytes < 0 ? "max" : Long.toString(bytes);
    }

    private void warnSwap(Draft draft) {
        draft.warn(name(), "swap limit capabilities", "Memory limited without swap.");
    }

    private void warnKernel(MemoryLimits memory, Draft draft) {
        if (memory.kernel().isPresent()) {
            draft.warn(name(), "kernel memory limit capabilities", DISCARDED);
        }
    }

    private void absent(MemoryLimits memory, Draft draft) {
        if (memory.limit().orElse(0) > 0) {
            draft.refuse(name(), "memory limit capabilities", DISCARDED);
        }
        if (memory.reservation().isPresent()) {
            draft.refuse(name(), "memory soft limit capabilities", DISCARDED);
        }
        if (memory.swap().orElse(0) > 0) {
            warnSwap(draft);
        }
        if (memory.swappiness().isPresent()) {
            draft.warn(name(), "memory swappiness capabilities", "Memory swappiness discarded.");
        }
        if (memory.disableOomKiller().orElse(false)) {
            draft.warn(name(), "OomKillDisable", "OomKillDisable discarded.");
        }
        if (memory.kernelTcp().isPresent()) {
            draft.warn(name(), "kernel memory TCP limit capabilities", DISCARDED);
        }
        warnKernel(memory, draft);
    }
}

package sampan.kernel.cgroup;

/** Turns the limits that are its own into writes, in the order the kernel needs them. Pure. */
sealed interface Controller
        permits CpuController,
                CpusetController,
                DevicesController,
                FreezerController,
                HugetlbController,
                IoController,
                MemoryController,
                NetClassController,
                NetPriorityController,
                PidsController,
                RdmaController,
                UnifiedKeys {
    /** As version 1 calls it. */
    String name();

    /** As version 2 calls it. */
    default String unifiedName() {
        return name();
    }

    /** Whether anything of this controller was asked for. */
    boolean asked(CgroupLimits limits);

    /** Adds the writes, and what this host cannot do. Called only when {@link #asked}. */
    void plan(CgroupLimits limits, Draft draft);
}

package sampan.kernel.cgroup;

/**
 * Which version 1 hierarchies a container joins. Each one costs about 0.1 ms of a start and of a removal (mkdir, join, rmdir).
 */
public enum Membership {
    /** All that are mounted, as Docker does; what a container sees in {@code /proc/self/cgroup} is then its own throughout. */
    EVERY,
    /**
     * Memory, cpu, cpuacct and cpuset, what a limit was asked for, and what {@link Cgroup} needs to freeze and kill. A container's
     * own cgroup mount must then show no more than {@link CgroupPlan#directories}.
     */
    NEEDED
}

package sampan.kernel.cgroup;

/** How a host mounts its controllers. */
public enum CgroupMode {
    /** Every controller in a hierarchy of version 1, no cgroup2 mount. */
    V1,
    /** Version 1 hierarchies and a cgroup2 mount beside them, for tracking, killing and freezing. */
    HYBRID,
    /** One cgroup2 mount. */
    V2,
    /** No cgroup file system is mounted. */
    NONE
}

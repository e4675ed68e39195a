package sampan.kernel.cgroup;

import java.util.Optional;

/** {@code cpuset}: the processors and memory nodes of the tasks. */
final class CpusetController implements Controller {
    @Override
    public String name() {
        return "cpuset";
    }

    @Override
    public boolean asked(CgroupLimits limits) {
        return limits.cpu().cpus().isPresent() || limits.cpu().mems().isPresent();
    }

    @Override
    public void plan(CgroupLimits limits, Draft draft) {
        Optional<CpuList> cpus = limits.cpu().cpus();
        Optional<CpuList> mems = limits.cpu().mems();
        if (draft.version(this) == Draft.Version.ABSENT) {
            draft.refuse(name(), "cpuset", "Cpuset discarded.");
            return;
        }
        // Nodes first: cpuset v1 takes no task while either list is empty.
        mems.ifPresent(list -> draft.write(this, "cpuset.mems", list));
        cpus.ifPresent(list -> draft.write(this, "cpuset.cpus", list));
    }

    /** Version 1 joined without a wish of one's own: as the parent, since a new cpuset is empty and takes no task. */
    void inherit(CgroupLimits limits, Draft draft) {
        if (draft.version(this) == Draft.Version.V1) {
            if (limits.cpu().mems().isEmpty()) {
                draft.parent().mems().ifPresent(list -> draft.write(this, "cpuset.mems", list));
            }
            if (limits.cpu().cpus().isEmpty()) {
                draft.parent().cpus().ifPresent(list -> draft.write(this, "cpuset.cpus", list));
            }
        }
    }
}

package sampan.kernel.cgroup;

/** {@code pids}: how many tasks there may be. */
final class PidsController implements Controller {
    @Override
    public String name() {
        return "pids";
    }

    @Override
    public boolean asked(CgroupLimits limits) {
        return limits.pids().isPresent();
    }

    @Override
    public void plan(CgroupLimits limits, Draft draft) {
        long limit = limits.pids().orElse(0);
        if (limit <= 0 && draft.fresh()) {
            return;
        }
        switch (draft.version(this)) {
            case V1, V2 -> draft.write(this, "pids.max", limit > 0 ? Long.toString(limit) : "max");
            case ABSENT -> {
                if (limit > 0) {
                    draft.refuse(name(), "PIDs limit capabilities", "PIDs limit discarded.");
                }
            }
        }
    }
}

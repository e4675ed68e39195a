package sampan.kernel.cgroup;

/** {@code net_cls}: the class that traffic control and netfilter see; version 2 has it no more. */
final class NetClassController implements Controller {
    @Override
    public String name() {
        return "net_cls";
    }

    @Override
    public boolean asked(CgroupLimits limits) {
        return limits.network().classId().isPresent();
    }

    @Override
    public void plan(CgroupLimits limits, Draft draft) {
        if (draft.version(this) == Draft.Version.V1) {
            limits.network().classId().ifPresent(id -> draft.write(this, "net_cls.classid", id));
        } else {
            draft.refuse(name(), "network classes", "Network class discarded.");
        }
    }
}

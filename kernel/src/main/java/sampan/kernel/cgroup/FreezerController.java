package sampan.kernel.cgroup;

/** {@code freezer}: has no limits; version 1 joins it where no cgroup2 can freeze. */
final class FreezerController implements Controller {
    @Override
    public String name() {
        return "freezer";
    }

    @Override
    public boolean asked(CgroupLimits limits) {
        return false;
    }

    @Override
    public void plan(CgroupLimits limits, Draft draft) {}
}

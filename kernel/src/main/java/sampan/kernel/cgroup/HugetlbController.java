package sampan.kernel.cgroup;

import sampan.kernel.Errno;

/** {@code hugetlb}: bytes of huge pages, for each size of page, faulted in and (since 5.7) reserved. */
final class HugetlbController implements Controller {
    @Override
    public String name() {
        return "hugetlb";
    }

    @Override
    public boolean asked(CgroupLimits limits) {
        return !limits.hugepages().isEmpty();
    }

    @Override
    public void plan(CgroupLimits limits, Draft draft) {
        for (CgroupLimits.HugepageLimit huge : limits.hugepages()) {
            String prefix = "hugetlb." + huge.pageSize() + ".";
            switch (draft.version(this)) {
                case V1 -> {
                    draft.write(this, prefix + "limit_in_bytes", huge.limit());
                    draft.write(this, prefix + "rsvd.limit_in_bytes", huge.limit(), Errno.ENOENT);
                }
                case V2 -> {
                    draft.write(this, prefix + "max", huge.limit());
                    draft.write(this, prefix + "rsvd.max", huge.limit(), Errno.ENOENT);
                }
                case ABSENT -> draft.refuse(name(), "huge page limits", "Limitation discarded.");
            }
        }
    }
}

package sampan.kernel.cgroup;

import java.util.Map;
import java.util.StringJoiner;

/** {@code rdma}: handles and objects of each device; the file is the same in both versions. */
final class RdmaController implements Controller {
    @Override
    public String name() {
        return "rdma";
    }

    @Override
    public boolean asked(CgroupLimits limits) {
        return !limits.rdma().isEmpty();
    }

    @Override
    public void plan(CgroupLimits limits, Draft draft) {
        if (draft.version(this) == Draft.Version.ABSENT) {
            draft.refuse(name(), "rdma limits", "Limitation discarded.");
            return;
        }
        limits.rdma().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            StringJoiner line = new StringJoiner(" ").add(entry.getKey());
            entry.getValue().hcaHandles().ifPresent(n -> line.add("hca_handle=" + n));
            entry.getValue().hcaObjects().ifPresent(n -> line.add("hca_object=" + n));
            draft.write(this, "rdma.max", line);
        });
    }
}

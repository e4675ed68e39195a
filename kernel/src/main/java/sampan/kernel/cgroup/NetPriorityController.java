package sampan.kernel.cgroup;

import java.util.Map;

/** {@code net_prio}: the priority of packets on each interface; version 2 has it no more. */
final class NetPriorityController implements Controller {
    @Override
    public String name() {
        return "net_prio";
    }

    @Override
    public boolean asked(CgroupLimits limits) {
        return !limits.network().priorities().isEmpty();
    }

    @Override
    public void plan(CgroupLimits limits, Draft draft) {
        if (draft.version(this) != Draft.Version.V1) {
            draft.refuse(name(), "network priorities", "Network priorities discarded.");
            return;
        }
        limits.network().priorities().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> draft.write(this, "net_prio.ifpriomap", entry.getKey() + " " + entry.getValue()));
    }
}

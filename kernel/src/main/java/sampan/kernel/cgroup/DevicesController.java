package sampan.kernel.cgroup;

import java.util.ArrayList;
import java.util.List;

/** {@code devices}: two files in version 1, a program (eBPF) in version 2. */
final class DevicesController implements Controller {
    @Override
    public String name() {
        return "devices";
    }

    @Override
    public boolean asked(CgroupLimits limits) {
        return limits.devices().isPresent();
    }

    @Override
    public void plan(CgroupLimits limits, Draft draft) {
        DeviceRules rules = DeviceRules.of(limits.devices().orElseThrow());
        if (draft.parent().host().v1().containsKey(name())) {
            lines(draft.before(), rules).forEach(line -> draft.write(this, line.file(), line.rule()));
        } else if (draft.parent().host().unified().isPresent()) {
            // One that allows everything may have to take the place of one that does not.
            if (!draft.fresh() || !rules.equals(DeviceRules.EVERYTHING)) {
                draft.filterDevices(DeviceFilter.compile(rules));
            }
        } else if (!rules.equals(DeviceRules.EVERYTHING)) {
            draft.refuse(name(), "device access control", "All devices are accessible.");
        }
    }

    /** A line for {@code devices.allow} or {@code devices.deny}. */
    record Line(String file, String rule) {}

    /** From one state of {@code devices.list} to another; what is allowed in both stays allowed all the time. */
    static List<Line> lines(DeviceRules from, DeviceRules to) {
        List<Line> lines = new ArrayList<>();
        List<DeviceRule> known = from.exceptions();
        if (from.allow() != to.allow()) {
            lines.add(new Line(file(to.allow()), "a"));
            known = List.of();
        }
        for (DeviceRule rule : to.exceptions()) {
            if (!known.contains(rule)) {
                lines.add(new Line(file(!to.allow()), rule.toString()));
            }
        }
        for (DeviceRule rule : known) {
            if (!to.exceptions().contains(rule)) {
                lines.add(new Line(file(to.allow()), rule.toString()));
            }
        }
        return lines;
    }

    private static String file(boolean allow) {
        return allow ? "devices.allow" : "devices.deny";
    }
}

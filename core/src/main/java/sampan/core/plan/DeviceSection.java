package sampan.core.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sampan.core.config.DeviceMapping;
import sampan.core.config.HostConfig;
import sampan.core.config.Resources;
import sampan.core.error.EngineException;
import sampan.core.plan.PlanRequest.HostDevice;
import sampan.oci.spec.Device;
import sampan.oci.spec.Resources.DeviceRule;

/** {@code --device}, {@code --device-cgroup-rule} and the devices of {@code --privileged}: nodes, and who may use which. */
final class DeviceSection {
    private static final Pattern RULE = Pattern.compile("([acb]) ([0-9]+|\\*):([0-9]+|\\*) ([rwm]{1,3})");

    /** The kernel's harmless devices, pseudo-terminals, and making (not opening) any node. */
    private static final List<DeviceRule> DEFAULT = List.of(
            new DeviceRule(false, "a", null, null, "rwm"),
            new DeviceRule(true, "c", null, null, "m"),
            new DeviceRule(true, "b", null, null, "m"),
            allow(1, 3L),
            allow(1, 5L),
            allow(1, 7L),
            allow(1, 8L),
            allow(1, 9L),
            allow(5, 0L),
            allow(5, 1L),
            allow(5, 2L),
            allow(136, null));

    private DeviceSection() {}

    static List<Device> nodes(List<HostDevice> devices) {
        return devices.stream()
                .map(device -> new Device(
                        Character.toString(device.type()),
                        device.path(),
                        device.number().major(),
                        device.number().minor(),
                        device.mode(),
                        device.uid(),
                        device.gid()))
                .toList();
    }

    static List<DeviceRule> rules(HostConfig host, List<HostDevice> devices) {
        if (host.security().privileged()) {
            return List.of(new DeviceRule(true, "a", null, null, "rwm"));
        }
        List<DeviceRule> rules = new ArrayList<>(DEFAULT);
        for (HostDevice device : devices) {
            rules.add(new DeviceRule(
                    true,
                    Character.toString(device.type()),
                    device.number().major(),
                    device.number().minor(),
                    device.permissions()));
        }
        host.resources().deviceCgroupRules().forEach(rule -> rules.add(parse(rule)));
        return rules;
    }

    static void check(Resources asked) {
        asked.deviceCgroupRules().forEach(DeviceSection::parse);
        for (DeviceMapping device : asked.devices()) {
            String permissions = device.cgroupPermissions();
            Refusal.when(!permissions.matches("[rwm]{0,3}"), "bad mode specified: " + permissions);
            Refusal.when(
                    !device.pathInContainer().isEmpty()
                            && !device.pathInContainer().startsWith("/"),
                    "bad format for path: " + device.pathInContainer());
        }
    }

    private static DeviceRule parse(String text) {
        Matcher rule = RULE.matcher(text);
        if (!rule.matches()) {
            throw new EngineException.InvalidArgument("invalid device cgroup rule format: '" + text + "'");
        }
        return new DeviceRule(true, rule.group(1), number(rule.group(2)), number(rule.group(3)), rule.group(4));
    }

    private static @Nullable Long number(String text) {
        return text.equals("*") ? null : Long.valueOf(text);
    }

    private static DeviceRule allow(long major, @Nullable Long minor) {
        return new DeviceRule(true, "c", major, minor, "rwm");
    }
}

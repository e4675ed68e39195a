package sampan.runtime.launch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sampan.oci.spec.Device;
import sampan.oci.spec.Linux;

/** <a href="https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#default-devices">config-linux.md#default-devices</a> */
public final class DeviceList {
    /** In /dev, by name; what they lead to is the container's own. */
    public static final Map<String, String> LINKS = links();

    private static final int FOR_ALL = 0666;
    private static final List<Device> ALWAYS = List.of(
            character("/dev/null", 1, 3),
            character("/dev/zero", 1, 5),
            character("/dev/full", 1, 7),
            character("/dev/random", 1, 8),
            character("/dev/urandom", 1, 9),
            character("/dev/tty", 5, 0));

    private DeviceList() {}

    private static Device character(String path, long major, long minor) {
        return new Device("c", path, major, minor, FOR_ALL, 0L, 0L);
    }

    private static Map<String, String> links() {
        Map<String, String> links = new LinkedHashMap<>();
        links.put("fd", "/proc/self/fd");
        links.put("stdin", "/proc/self/fd/0");
        links.put("stdout", "/proc/self/fd/1");
        links.put("stderr", "/proc/self/fd/2");
        links.put("core", "/proc/kcore");
        return Collections.unmodifiableMap(links);
    }

    /** Those everybody has, unless the specification says otherwise of one, and the specification's. */
    public static List<Device> of(Linux linux) {
        Map<String, Device> devices = new LinkedHashMap<>();
        ALWAYS.forEach(device -> devices.put(device.path(), device));
        linux.devices()
                .forEach(device -> devices.put(ContainerPath.of(device.path()).toString(), device));
        devices.remove("/dev/ptmx"); // always the container's own
        return new ArrayList<>(devices.values());
    }
}

package sampan.runtime.launch;

import java.io.IOException;
import java.net.NetworkInterface;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sampan.kernel.socket.InterfaceAddresses;
import sampan.oci.spec.Linux;
import sampan.oci.spec.Spec;

/** Addresses of the host's network devices that a container gets: a device loses them when it changes its namespace. */
public final class DeviceAddresses {
    private DeviceAddresses() {}

    /** Of a device that is not here nothing is said: the launch finds that out. */
    public static Map<String, List<byte[]>> of(Spec spec) throws IOException {
        Linux linux = spec.linux();
        Map<String, List<byte[]>> addresses = new HashMap<>();
        if (linux != null) {
            for (String name : linux.netDevices().keySet()) {
                NetworkInterface device = name.isEmpty() ? null : NetworkInterface.getByName(name);
                if (device != null) {
                    addresses.put(name, InterfaceAddresses.permanent(device.getIndex()));
                }
            }
        }
        return addresses;
    }
}

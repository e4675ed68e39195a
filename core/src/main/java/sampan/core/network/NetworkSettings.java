package sampan.core.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import sampan.core.config.PortBinding;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.Attachment;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.network.port.BoundPort;

/** What {@code inspect} shows as a container's NetworkSettings. Pure. */
public final class NetworkSettings {
    private NetworkSettings() {}

    /**
     * The network namespace.
     *
     * @param id what it is called
     * @param key a file that stands for it, while the container runs
     */
    public record Sandbox(String id, String key) {
        public static final Sandbox NONE = new Sandbox("", "");
    }

    /**
     * As Docker shows them.
     *
     * @param networks by name
     * @param exposed what it says it listens on; shown of a container that runs
     */
    public static Map<String, Object> of(
            Attachment attachment, Map<String, EndpointSettings> networks, Set<String> exposed, Sandbox sandbox) {
        EndpointSettings usual = networks.getOrDefault(Network.BRIDGE, EndpointSettings.ANY);
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("Bridge", "");
        all.put("SandboxID", sandbox.id());
        all.put("SandboxKey", sandbox.key());
        all.put("Ports", ports(attachment.ports(), exposed));
        all.put("HairpinMode", false);
        all.put("LinkLocalIPv6Address", "");
        all.put("LinkLocalIPv6PrefixLen", 0);
        all.put("SecondaryIPAddresses", null);
        all.put("SecondaryIPv6Addresses", null);
        all.put("EndpointID", usual.endpointId());
        all.put("Gateway", usual.gateway());
        all.put("GlobalIPv6Address", usual.globalIPv6Address());
        all.put("GlobalIPv6PrefixLen", usual.globalIPv6PrefixLen());
        all.put("IPAddress", usual.ipAddress());
        all.put("IPPrefixLen", usual.ipPrefixLen());
        all.put("IPv6Gateway", usual.ipv6Gateway());
        all.put("MacAddress", usual.macAddress());
        all.put("Networks", networks);
        return all;
    }

    private static Map<String, List<PortBinding>> ports(List<BoundPort> published, Set<String> exposed) {
        Map<String, List<PortBinding>> ports = new TreeMap<>();
        exposed.forEach(port -> ports.put(port, null));
        for (BoundPort port : published) {
            List<PortBinding> bindings = ports.get(port.key());
            if (bindings == null) {
                bindings = new ArrayList<>();
                ports.put(port.key(), bindings);
            }
            bindings.add(new PortBinding(port.hostIp(), String.valueOf(port.hostPort())));
        }
        return ports;
    }
}

package sampan.core.network;

import java.util.List;
import java.util.Map;
import java.util.Set;
import sampan.core.config.NetworkLimit;
import sampan.core.config.PortBinding;
import sampan.core.network.endpoint.EndpointSettings;
import sampan.core.network.resolver.Naming;

/**
 * What a container that starts wants of networks.
 *
 * @param container its id
 * @param name its name
 * @param networks what it asks of each, by name or id, in no order
 * @param published what is to be published, by {@code 80/tcp}
 * @param exposed what it says it listens on
 * @param publishAll what it says it listens on is published, too
 * @param hostCaller it asked for a name for the host
 * @param own what it is called
 * @param limit of what goes through its links
 */
public record Wish(
        String container,
        String name,
        Map<String, EndpointSettings> networks,
        Map<String, List<PortBinding>> published,
        Set<String> exposed,
        boolean publishAll,
        boolean hostCaller,
        Naming.Own own,
        NetworkLimit limit) {
    /** Of one that runs already, and wants other ports. */
    public static Wish ofPorts(String container, String name, Map<String, List<PortBinding>> published) {
        Naming.Own unchanged = new Naming.Own(List.of(), List.of());
        return new Wish(container, name, Map.of(), published, Set.of(), false, false, unchanged, NetworkLimit.NONE);
    }
}

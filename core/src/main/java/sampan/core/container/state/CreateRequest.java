package sampan.core.container.state;

import java.util.Map;
import sampan.core.config.ContainerConfig;
import sampan.core.config.ContainerDefaults;
import sampan.core.config.HostConfig;
import sampan.core.network.endpoint.EndpointSettings;

/**
 * What {@code docker create} asks for.
 *
 * @param name empty: the engine makes one up
 * @param networks what it asks of networks, by their names or ids; those of {@code --network} beside them
 */
public record CreateRequest(
        String name, ContainerConfig config, HostConfig hostConfig, Map<String, EndpointSettings> networks) {
    public CreateRequest {
        networks = Map.copyOf(networks);
    }

    /** Asks nothing in particular of its networks. */
    public CreateRequest(String name, ContainerConfig config, HostConfig hostConfig) {
        this(name, config, hostConfig, Map.of());
    }

    /** The same with what it left open. */
    public CreateRequest completed(ContainerDefaults defaults) {
        return new CreateRequest(name, config, defaults.complete(hostConfig), networks);
    }
}

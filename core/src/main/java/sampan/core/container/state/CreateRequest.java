package sampan.core.container.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sampan.core.config.ContainerConfig;
import sampan.core.config.ContainerDefaults;
import sampan.core.config.HostConfig;
import sampan.core.network.endpoint.EndpointSettings;

/**
 * What {@code docker create} asks for.
 *
 * @param name empty: the engine makes one up
 * @param networks what it asks of networks, by their names or ids; those of {@code --network} beside them
 * @param owner null: nobody in particular
 */
public record CreateRequest(
        String name,
        ContainerConfig config,
        HostConfig hostConfig,
        Map<String, EndpointSettings> networks,
        @Nullable Owner owner) {
    public CreateRequest {
        networks = Map.copyOf(networks);
    }

    public CreateRequest(
            String name, ContainerConfig config, HostConfig hostConfig, Map<String, EndpointSettings> networks) {
        this(name, config, hostConfig, networks, null);
    }

    /** Asks nothing in particular of its networks. */
    public CreateRequest(String name, ContainerConfig config, HostConfig hostConfig) {
        this(name, config, hostConfig, Map.of());
    }

    /** The same as somebody's. */
    public CreateRequest of(Owner somebody) {
        return new CreateRequest(name, config, hostConfig, networks, somebody);
    }

    /** The same in another network. */
    public CreateRequest in(String networkMode) {
        return new CreateRequest(
                name, config, hostConfig.toBuilder().networkMode(networkMode).build(), networks, owner);
    }

    /** The same with what it left open. */
    public CreateRequest completed(ContainerDefaults defaults) {
        return new CreateRequest(name, config, defaults.complete(hostConfig), networks, owner);
    }
}

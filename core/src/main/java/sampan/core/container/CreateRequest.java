package sampan.core.container;

import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;

/**
 * What {@code docker create} asks for.
 *
 * @param name empty: the engine makes one up
 */
public record CreateRequest(String name, ContainerConfig config, HostConfig hostConfig) {}

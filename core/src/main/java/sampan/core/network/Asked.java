package sampan.core.network;

import sampan.core.error.EngineException;
import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.EndpointSettings;

/** A network and what is asked of it. */
record Asked(Network network, EndpointSettings settings) {
    Asked {
        if (network.configOnly()) {
            throw new EngineException.Forbidden("cannot create endpoint on configuration-only network");
        }
    }
}

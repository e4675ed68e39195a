package sampan.core.network;

import sampan.core.network.definition.Network;
import sampan.core.network.endpoint.EndpointSettings;

/** A network and what is asked of it. */
record Asked(Network network, EndpointSettings settings) {}

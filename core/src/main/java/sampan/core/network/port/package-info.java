/**
 * Which ports of the host are whose.
 *
 * <p>Read {@link sampan.core.network.port.PortRequest} and {@link sampan.core.network.port.HostPorts}. It knows no network.
 */
@NullMarked
package sampan.core.network.port;

import org.jspecify.annotations.NullMarked;

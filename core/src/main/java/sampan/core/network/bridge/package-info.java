/**
 * What networks and endpoints are in the kernel.
 *
 * <p>Read {@link sampan.core.network.bridge.Bridges} (a network's bridge with its rules, made when the first container needs it and again when it is gone),
 * {@link sampan.core.network.bridge.Cards} (the same of macvlan and ipvlan) and {@link sampan.core.network.bridge.Plugs} (which joins a namespace to one of them).
 * {@link sampan.core.network.bridge.ReadyEndpoints} keeps some that are joined already. This package decides no address and knows no container.
 */
@NullMarked
package sampan.core.network.bridge;

import org.jspecify.annotations.NullMarked;

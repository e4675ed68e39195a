/**
 * Bridges, pairs of links and network namespaces, by netlink and without a program.
 *
 * <p>Read {@link sampan.core.network.link.BridgeLinks} and {@link sampan.core.network.link.NamespacePool}. It knows no firewall and no container.
 */
@NullMarked
package sampan.core.network.link;

import org.jspecify.annotations.NullMarked;

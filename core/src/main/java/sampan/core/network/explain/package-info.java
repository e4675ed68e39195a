/**
 * Tells how packets reach a container and who else is on its networks, from what the kernel says: links, routes, the rules of the firewall as they are now, and
 * who listens.
 *
 * <p>Read {@link sampan.core.network.explain.NetworkPath} and {@link sampan.core.network.explain.Walk}. Nothing here changes anything, and nothing needs this package but the
 * commands.
 */
@NullMarked
package sampan.core.network.explain;

import org.jspecify.annotations.NullMarked;

/**
 * The operations on networks.
 *
 * <p>Read {@link sampan.api.network.NetworkActions}. What a network is in the kernel is {@code sampan.core.network}'s.
 */
@NullMarked
package sampan.api.network;

import org.jspecify.annotations.NullMarked;

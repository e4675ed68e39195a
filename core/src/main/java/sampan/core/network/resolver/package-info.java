/**
 * The name servers of containers, and what they know.
 *
 * <p>Read {@link sampan.core.network.resolver.Resolvers} (one server a container, kept from engine to engine), {@link sampan.core.network.resolver.Naming} (what a
 * container is called) and {@link sampan.core.network.resolver.Neighbours} (what one container finds). How questions and answers look is
 * {@code sampan.core.network.name}'s; this package says which names there are and which servers are asked for the rest.
 */
@NullMarked
package sampan.core.network.resolver;

import org.jspecify.annotations.NullMarked;

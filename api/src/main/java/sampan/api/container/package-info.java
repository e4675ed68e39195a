/**
 * The operations on containers and on the processes added to them.
 *
 * <p>A class for each group: {@link sampan.api.container.ContainerLists} shows, {@link sampan.api.container.ContainerMaking} makes,
 * {@link sampan.api.container.ContainerActions} changes, {@link sampan.api.container.ContainerStreams} connects. {@code Conversation} carries bytes between a
 * hijacked connection and a process. How a container is made or run is none of their business: that is {@code sampan.core}'s.
 */
@NullMarked
package sampan.api.container;

import org.jspecify.annotations.NullMarked;

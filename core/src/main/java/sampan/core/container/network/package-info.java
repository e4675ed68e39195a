/**
 * What a container has of networks: its endpoints, its links to others, and the files that tell it of both.
 *
 * <p>{@code /etc/hosts}, {@code /etc/hostname} and {@code /etc/resolv.conf} are the engine's own files, bound into the container. Endpoints
 * themselves are {@code sampan.core.network}'s.
 */
@NullMarked
package sampan.core.container.network;

import org.jspecify.annotations.NullMarked;

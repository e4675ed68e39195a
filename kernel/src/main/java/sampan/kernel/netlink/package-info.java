/**
 * rtnetlink(7): links, addresses, routes and neighbours of a network namespace, without an {@code ip} process.
 *
 * <p>Read {@link sampan.kernel.netlink.RouteSocket} and {@link sampan.kernel.netlink.Links}. A socket belongs to the network
 * namespace it was opened in, for good: what is to be done inside a container is done through a socket that a process there
 * opened and sent out. Each request waits for the kernel's acknowledgement, and a refusal carries the kernel's own words.
 *
 * <p>This package knows nothing of containers, of names they are given and of which addresses are free.
 */
@NullMarked
package sampan.kernel.netlink;

import org.jspecify.annotations.NullMarked;

/**
 * What a container has of a network: an address, a link, a hardware address.
 *
 * <p>Read {@link sampan.core.network.endpoint.EndpointSettings} (what it asks for, and what {@code inspect} shows), {@link sampan.core.network.endpoint.Endpoint} (what
 * it has of one network) and {@link sampan.core.network.endpoint.Attachment} (all that it has, kept in its run-time folder). Addresses come from
 * {@link sampan.core.network.endpoint.Endpoints}, which lives in memory: it is filled again from the attachments when an engine begins, so that no address is lost with
 * a killed one. This package makes nothing in the kernel.
 */
@NullMarked
package sampan.core.network.endpoint;

import org.jspecify.annotations.NullMarked;

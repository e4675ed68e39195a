/**
 * Addresses of networks
 *
 * <p>Read {@link sampan.core.network.address. which subnets are free on this host, and who has which address of one.} and {@link sampan.core.network.address.Subnet}. AddressPool:It touches nothing: facts come in, decisions go out.
 */
@NullMarked
package sampan.core.network.address;

import org.jspecify.annotations.NullMarked;

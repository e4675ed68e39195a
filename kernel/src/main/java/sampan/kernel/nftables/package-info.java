/**
 * The kernel's packet filter, by libnftables: text as nft(8) reads it, applied whole or not at all.
 *
 * <p>Read {@link sampan.kernel.nftables.Nftables}. The library is the distribution's and comes with nftables; where it is not
 * installed, an error says so and nothing else of Sampan needs it.
 *
 * <p>This package does not know which rules anybody wants.
 */
@NullMarked
package sampan.kernel.nftables;

import org.jspecify.annotations.NullMarked;

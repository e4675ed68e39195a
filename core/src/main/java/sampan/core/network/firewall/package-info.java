/**
 * One nftables table of the engine's own
 *
 * <p>Read {@link sampan.core.network.firewall. what leaves, what comes in, and what may not. Verdicts of it never override another table's drop.} and {@link sampan.core.network.firewall.Ruleset}. Firewall:Rules are as many as there are kinds of them, whatever the number of containers: networks and ports are elements of sets and maps.
 */
@NullMarked
package sampan.core.network.firewall;

import org.jspecify.annotations.NullMarked;

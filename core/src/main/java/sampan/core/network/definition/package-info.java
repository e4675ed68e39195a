/**
 * What a network is: as it is asked for, checked, and kept.
 *
 * <p>Read {@link sampan.core.network.definition.NetworkRequest} (what somebody wants), {@link sampan.core.network.definition.NetworkRules} (which checks it and chooses
 * what was left open) and {@link sampan.core.network.definition.Network} (what came of it, and what is on disk). Options are strings by Docker's names until
 * {@link sampan.core.network.definition.DriverOptions} and {@link sampan.core.network.definition.CardOptions} give them their meaning. This package knows nothing of
 * containers, and nothing of the kernel.
 */
@NullMarked
package sampan.core.network.definition;

import org.jspecify.annotations.NullMarked;

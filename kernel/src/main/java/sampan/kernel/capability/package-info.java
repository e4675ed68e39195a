/**
 * Capabilities: names, numbers, sets as masks, and what this process itself holds.
 *
 * <p>Read {@link sampan.kernel.capability.Capability} and {@link sampan.kernel.capability.CapabilitySets}. Setting them is the
 * launch program's business, never the JVM's. Which ones a container gets by default is policy and lies elsewhere.
 */
@NullMarked
package sampan.kernel.capability;

import org.jspecify.annotations.NullMarked;

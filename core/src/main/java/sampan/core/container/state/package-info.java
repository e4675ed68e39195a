/**
 * What is kept of a container: its record, its state, its folder and its name; and what was asked for it.
 *
 * <p>Nothing here knows of a running engine. A record is one small JSON file, replaced whole (see {@link sampan.core.container.state.ContainerFolder}),
 * by whoever holds that container's lock.
 */
@NullMarked
package sampan.core.container.state;

import org.jspecify.annotations.NullMarked;

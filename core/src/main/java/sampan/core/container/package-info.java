/**
 * The life of containers: create, start, run, end, remove; and adoption by the next engine.
 *
 * <p>Read {@link sampan.core.container.state.ContainerState}, then {@link Container}. What is true is asked of the kernel and of the monitor's
 * exit file; one small JSON file per container holds the rest, replaced whole by whoever holds that container's lock.
 */
@NullMarked
package sampan.core.container;

import org.jspecify.annotations.NullMarked;

/**
 * How a container starts: from its record to a specification, from that to a launch program, and the launch.
 *
 * <p>Read {@link sampan.core.container.start.SpecMaker}, {@link sampan.core.container.start.Preparation} and
 * {@link sampan.core.container.start.Starter}, in this order. Nothing here knows what else goes on in the container's life. What every
 * start needs alike is made ahead, as {@link sampan.core.container.start.Spares}.
 */
@NullMarked
package sampan.core.container.start;

import org.jspecify.annotations.NullMarked;

/**
 * The flags of {@code run} and {@code create}, and what they make: a {@link sampan.core.container.state.CreateRequest}.
 *
 * <p>Read {@link sampan.cli.container.ContainerFlags} (the list of sections, and the way from a command line to a request), then one section, such as
 * {@link sampan.cli.container.SecurityFlags}. Files named on the command line are read through the caller. Nothing here touches a container.
 */
@NullMarked
package sampan.cli.container;

import org.jspecify.annotations.NullMarked;

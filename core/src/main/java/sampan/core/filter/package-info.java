/**
 * What {@code --filter} and the API's {@code filters} mean: keys with values by Docker's rules, patterns of image names, moments and durations as people write them.
 *
 * <p>The command line and the API both ask here; how a filter is written differs between them, what it means does not. Containers and events have theirs beside them:
 * {@link sampan.core.container.list.ContainerFilter}, {@link sampan.core.event.EventFilter}.
 */
@NullMarked
package sampan.core.filter;

import org.jspecify.annotations.NullMarked;

/**
 * What lists show of containers, and which of them: the words of {@code docker ps} and its filters.
 *
 * <p>Used by the command line and the API alike.
 */
@NullMarked
package sampan.core.container.list;

import org.jspecify.annotations.NullMarked;

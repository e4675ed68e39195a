/**
 * {@code --change}: instructions of a Dockerfile, applied to an image's configuration.
 *
 * <p>Used by {@code import} and {@code commit}.
 */
@NullMarked
package sampan.core.image.change;

import org.jspecify.annotations.NullMarked;

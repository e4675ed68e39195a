/**
 * A folder with a {@code config.json}, read and checked before anything is made; and {@code spec}, which writes one.
 *
 * <p>Must not know: how a container is launched.
 */
@NullMarked
package sampan.runtime.command.bundle;

import org.jspecify.annotations.NullMarked;

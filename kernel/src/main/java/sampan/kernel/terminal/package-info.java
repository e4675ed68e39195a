/**
 * Terminals: whether a descriptor is one, and how large its window is.
 *
 * <p>Read {@link sampan.kernel.terminal.Terminal}. Raw mode and relaying belong to the front, which holds the user's terminal.
 */
@NullMarked
package sampan.kernel.terminal;

import org.jspecify.annotations.NullMarked;

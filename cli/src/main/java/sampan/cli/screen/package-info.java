/**
 * The full screen of {@code sampan top}: a table of containers that lives, in the caller's terminal.
 *
 * <p>Read {@link sampan.cli.screen.TopScreen}. The terminal stays the front's: it makes it raw and puts it back however this ends, and talks to the screen over a
 * socket as it talks to a container's monitor ({@link sampan.cli.screen.Link}). {@link sampan.cli.screen.View} holds what is chosen, {@link sampan.cli.screen.Page}
 * makes lines of it; both are without side effects. Nothing is drawn outside the window, and 80 by 24 is enough.
 */
@NullMarked
package sampan.cli.screen;

import org.jspecify.annotations.NullMarked;

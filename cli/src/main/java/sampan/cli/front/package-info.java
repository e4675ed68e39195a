/**
 * The engine's end of the front's socket (wire.h, part 3): how a command line reaches the engine with its caller's descriptors, and what the engine asks of the
 * caller's process in return.
 *
 * <p>Read {@link sampan.cli.front.FrontServer} (one thread accepts, two threads a request) and {@link sampan.cli.front.FrontSession} (what a command can do with
 * its caller). A path of the host is opened by the caller's own process with the caller's rights, and a foreground container is the caller's own child. Everything
 * that comes from a front is untrusted: sizes are bounded, order is checked. This package knows no command.
 */
@NullMarked
package sampan.cli.front;

import org.jspecify.annotations.NullMarked;

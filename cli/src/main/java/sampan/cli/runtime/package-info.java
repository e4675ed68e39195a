/**
 * The runtime's commands for callers at the front: {@link sampan.cli.runtime.FrontInvocation} lends them the caller's hands,
 * {@link sampan.cli.runtime.RuntimeCli} serves them.
 *
 * <p>Must not know: the engine; a JVM without one serves the same commands.
 */
@NullMarked
package sampan.cli.runtime;

import org.jspecify.annotations.NullMarked;

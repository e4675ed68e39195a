/**
 * JSON and moments as Go's encoder writes them, to the letter: managers and people's scripts read what runc prints.
 *
 * <p>{@link sampan.runtime.command.json.ContainerState} is what hooks and seccomp agents are told of a container.
 *
 * <p>Must not know: commands, callers.
 */
@NullMarked
package sampan.runtime.command.json;

import org.jspecify.annotations.NullMarked;

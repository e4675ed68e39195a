/**
 * The state folder of the runtime's commands: one folder a container, small files replaced whole, and what is true asked of the kernel.
 *
 * <p>Read {@link sampan.runtime.state.StateFolder} first, then {@link sampan.runtime.state.SavedContainer}: {@code state.json} and
 * {@code config.json} as they were at creation, and the pipe {@code exec.fifo} for as long as the container waits for its start.
 * Nobody holds anything between two commands; a command that changes a container has its folder locked (flock) until it ends.
 *
 * <p>Must not know: command lines.
 */
@NullMarked
package sampan.runtime.state;

import org.jspecify.annotations.NullMarked;

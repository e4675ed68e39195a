/**
 * {@code checkpoint} and {@code restore}, by criu, which is another program.
 *
 * <p>{@link sampan.runtime.command.checkpoint.Checkpoint} and {@link sampan.runtime.command.checkpoint.Restoration} say what is asked of it,
 * {@link sampan.runtime.command.checkpoint.Criu} runs it and talks to it. Its messages are {@code sampan.runtime.criu}'s.
 */
@NullMarked
package sampan.runtime.command.checkpoint;

import org.jspecify.annotations.NullMarked;

/**
 * What every command is given: a {@link sampan.runtime.command.context.Context} says who calls, what was said and where state is;
 * {@link sampan.runtime.command.context.Loaded} is a container that is there; {@link sampan.runtime.command.context.Machine} only
 * remembers what would be costly to find out again. What lasts from one command to the next is {@code sampan.runtime.state}'s.
 *
 * <p>Must not know: any one command.
 */
@NullMarked
package sampan.runtime.command.context;

import org.jspecify.annotations.NullMarked;

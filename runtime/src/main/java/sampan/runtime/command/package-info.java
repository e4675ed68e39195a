/**
 * The commands of an OCI runtime, as runc has them: flags, output, exit codes and sentences.
 *
 * <p>Read {@link sampan.runtime.command.RuntimeCommands} first, which turns words into a command, then
 * {@link sampan.runtime.command.Creation}, by which a container comes to be. Who calls is an
 * {@link sampan.runtime.command.Invocation}: words, streams, and hands that open files and start processes with the caller's rights.
 * What lasts from one command to the next is {@code sampan.runtime.state}'s; {@link sampan.runtime.command.Machine} only remembers what
 * would be costly to find out again.
 *
 * <p>Must not know: the engine, images, Docker.
 */
@NullMarked
package sampan.runtime.command;

import org.jspecify.annotations.NullMarked;

/**
 * The commands: one class each.
 *
 * <p>Read {@link sampan.cli.command.Command} and {@link sampan.cli.command.PsCommand}, then {@link sampan.cli.command.RunCommand}. A command has its flags as
 * constants, parses nothing itself, asks the engine and prints. {@link sampan.cli.command.Commands} knows which words call which. What the engine decides is not
 * decided here again.
 */
@NullMarked
package sampan.cli.command;

import org.jspecify.annotations.NullMarked;

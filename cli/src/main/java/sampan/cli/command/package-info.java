/**
 * Which words call which command.
 *
 * <p>{@link sampan.cli.command.Commands} has the table, {@link sampan.cli.command.Catalogue} shows it. The commands themselves are in the packages below, by what they are
 * about: one class each. A command has its flags as constants, parses nothing itself, asks the engine and prints. What the engine decides is not decided here again.
 */
@NullMarked
package sampan.cli.command;

import org.jspecify.annotations.NullMarked;

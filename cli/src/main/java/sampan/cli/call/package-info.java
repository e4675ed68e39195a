/**
 * One call of one command, and what commands have in common.
 *
 * <p>Read {@link sampan.cli.call.Command} and {@link sampan.cli.call.Call}. A command gets a call: the values of its flags, its operands, the caller's streams, files and
 * environment, and the engine. The rest are pieces that several commands need: {@code --format} and {@code --filter}, files that are written whole or not at all,
 * questions and their answers, failures in Docker's words. It knows no command.
 */
@NullMarked
package sampan.cli.call;

import org.jspecify.annotations.NullMarked;

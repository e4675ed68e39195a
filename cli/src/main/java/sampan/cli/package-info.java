/**
 * The {@code sampan} command line, as it runs inside the engine: with descriptors 0 to 2, the folder, the environment and the rights of whoever typed it.
 *
 * <p>Read {@code Cli} (from words to an exit code), then one class of {@code sampan.cli.command}, such as {@code PsCommand}. Flags are in
 * {@code sampan.cli.flag}, their values in {@code sampan.cli.value}, tables and {@code --format} in {@code sampan.cli.table}, the socket to the caller's process in
 * {@code sampan.cli.front}. Output, exit codes and sentences are those of Docker's client.
 */
@NullMarked
package sampan.cli;

import org.jspecify.annotations.NullMarked;

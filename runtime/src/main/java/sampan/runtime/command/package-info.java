/**
 * The commands of an OCI runtime, as runc has them: flags, output, exit codes and sentences.
 *
 * <p>{@link sampan.runtime.command.RuntimeCommands} turns words into a command; the commands are in the packages below, by what they are
 * for: {@code life}, {@code exec}, {@code look}, {@code control}, {@code checkpoint}, and {@code spec} in {@code bundle}. They stand on
 * {@code call} (who calls), {@code context} (which container), {@code bundle}, {@code cgroup}, {@code hook} and {@code handover} (what a
 * launch is given).
 *
 * <p>Must not know: the engine, images, Docker.
 */
@NullMarked
package sampan.runtime.command;

import org.jspecify.annotations.NullMarked;

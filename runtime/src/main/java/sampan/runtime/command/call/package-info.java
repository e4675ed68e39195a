/**
 * Who calls, and with what words.
 *
 * <p>An {@link sampan.runtime.command.call.Invocation} is words, streams, and hands that open files and start processes with the caller's
 * rights. {@link sampan.runtime.command.call.Words} are what was said after the flags are read,
 * {@link sampan.runtime.command.call.Globals} what stood before the command. What is wrong is a
 * {@link sampan.runtime.command.call.RuntimeFailure} with runc's sentence, which
 * {@link sampan.runtime.command.call.ErrorLog} writes where the caller wants it.
 *
 * <p>Must not know: containers.
 */
@NullMarked
package sampan.runtime.command.call;

import org.jspecify.annotations.NullMarked;

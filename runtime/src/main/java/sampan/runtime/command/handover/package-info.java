/**
 * What goes to a launch process and what comes back.
 *
 * <p>{@link sampan.runtime.command.handover.Handing} holds the descriptors that a launch program asks for, opened with the caller's rights;
 * over a {@link sampan.runtime.command.handover.ControlChannel} the launch tells of the new process, of its hooks and of failures. A
 * process that is waited for has a monitor, {@link sampan.runtime.command.handover.Foreground}.
 *
 * <p>{@code create}, {@code exec}, hooks and {@code restore} all launch this way.
 */
@NullMarked
package sampan.runtime.command.handover;

import org.jspecify.annotations.NullMarked;

/**
 * Further processes in running containers.
 *
 * <p>Read {@link sampan.core.exec.ExecConfig} and {@link sampan.core.exec.Exec}. An exec has a launch program and a monitor of its own; it takes the
 * container's rights from the container's stored specification, never from what runs inside.
 */
@NullMarked
package sampan.core.exec;

import org.jspecify.annotations.NullMarked;

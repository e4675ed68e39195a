/**
 * Devices by the Container Device Interface: specifications that a device's vendor puts into {@code /etc/cdi} or {@code /var/run/cdi}, and what they change of a container.
 *
 * <p>Read {@link sampan.core.cdi.DeviceRegistry}, which finds a device by its name, and {@link sampan.core.cdi.Injection}, which edits a container's specification.
 * Knows nothing of containers' lives: the files are read at each start anew, as the host's devices come and go.
 */
@NullMarked
package sampan.core.cdi;

import org.jspecify.annotations.NullMarked;

/**
 * Numbers of the mount and clone calls. The calls themselves are made by launch programs, in the container's own mount namespace:
 * the JVM mounts nothing.
 *
 * <p>Read {@link sampan.kernel.mount.MountFlags} and {@link sampan.kernel.mount.CloneFlags}.
 */
@NullMarked
package sampan.kernel.mount;

import org.jspecify.annotations.NullMarked;

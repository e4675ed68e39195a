/**
 * Files in and out of containers: {@code cp}, {@code diff}, {@code export} and {@code commit}.
 *
 * <p>Read {@link sampan.core.files.CopyPlan} (Docker's rules for what goes where, pure) and {@link sampan.core.files.ContainerFiles} (does it).
 * A container's root is a descriptor: that of its running process, or of mounts made for the purpose. Every name below it goes through
 * {@code sampan.kernel.rootfs}; no program and no library of the image is loaded.
 *
 * <p>Paths of the host come as open folders: this package opens none.
 */
@NullMarked
package sampan.core.files;

import org.jspecify.annotations.NullMarked;

/**
 * Paths inside a root file system, a volume or a build context: names that an image or a container chose. The one place where
 * such names meet the kernel; a third of all container CVEs are some other place doing it.
 *
 * <p>Read {@link sampan.kernel.rootfs.RootDirectory} (a path from the root, links resolved inside) and
 * {@link sampan.kernel.rootfs.Folder} (one last name in an open directory, links never followed). Paths are
 * {@link sampan.kernel.rootfs.RootPath}s, names raw bytes.
 *
 * <p>Rules: every look-up starts at a descriptor; openat2(2) with RESOLVE_IN_ROOT and RESOLVE_NO_MAGICLINKS; what is found is
 * held by descriptor, checked, and used by descriptor; nothing is opened before its type is known, so no FIFO or device blocks.
 * This package must not know images, layers or containers.
 */
@NullMarked
package sampan.kernel.rootfs;

import org.jspecify.annotations.NullMarked;

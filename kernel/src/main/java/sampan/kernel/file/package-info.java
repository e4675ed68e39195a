/**
 * Files, by descriptor: open and openat2, reading and writing whole buffers, status, links, extended attributes, memory files,
 * pipes, locks and directory listings. One class per manual page.
 *
 * <p>Read {@link sampan.kernel.file.Open} and {@link sampan.kernel.file.Stat} first. Names are raw bytes: a {@code String} is
 * accepted where Sampan itself chose the name. All descriptors are close-on-exec.
 *
 * <p>Calls that take a directory and a name hand the name to the kernel as it is. Names that an image or a container chose go
 * through {@code sampan.kernel.rootfs}, which lets no name lead outside. This package knows nothing of images or containers.
 */
@NullMarked
package sampan.kernel.file;

import org.jspecify.annotations.NullMarked;

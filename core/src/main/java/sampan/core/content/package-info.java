/**
 * What is in an image, read from its layers as they are stored: nothing is mounted, unpacked or run.
 *
 * <p>Read {@link sampan.core.content.ImageContent} first: the files as a container would see them. {@link sampan.core.content.PathHistory} and
 * {@link sampan.core.content.LayerUse} look at what lies beneath as well, {@link sampan.core.content.Differences} at two images side by side.
 *
 * <p>Names and links in an image are untrusted: they are resolved here one name at a time, and reach the kernel through {@code
 * sampan.kernel.rootfs} only. However large the image, one folder's names are in memory at a time, and no file's content.
 */
@NullMarked
package sampan.core.content;

import org.jspecify.annotations.NullMarked;

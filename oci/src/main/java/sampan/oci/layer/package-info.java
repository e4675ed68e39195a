/**
 * Layers: archives of changes to a root file system, and how they are put into a directory.
 *
 * <p>Read {@link sampan.oci.layer.LayerUnpacker} first (a stream in, a directory and a digest out), then {@link sampan.oci.layer.TarReader}.
 * The way back is {@link sampan.oci.layer.LayerPacker}: {@code LayerPacker.pack(folder, new TarWriter(out))} writes a layer's folder as its archive,
 * the same bytes each time.
 * The archive reader is our own because names, link targets and extended attributes are bytes, and the libraries at hand make text of them.
 *
 * <p>Everything in an archive is hostile until proven otherwise. This package decides what an entry means; only {@code
 * sampan.kernel.rootfs} touches paths.
 */
@NullMarked
package sampan.oci.layer;

import org.jspecify.annotations.NullMarked;

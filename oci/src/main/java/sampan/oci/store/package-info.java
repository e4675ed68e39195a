/**
 * What an engine keeps on disk of images: verified blobs and unpacked layers, under folders that only root may enter.
 *
 * <p>Read {@link sampan.oci.store.LayerStore} first. A thing is there when its final name is: everything is made under another name, brought
 * to the disk and then renamed, so that a crash leaves something to sweep and nothing to repair. {@link sampan.oci.store.WholeFile} does it
 * for files, and {@link sampan.oci.store.Trash} is the way back.
 *
 * <p>Knows neither references nor containers.
 */
@NullMarked
package sampan.oci.store;

import org.jspecify.annotations.NullMarked;

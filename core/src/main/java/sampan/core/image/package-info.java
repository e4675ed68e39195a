/**
 * The images of an engine: what they are called, where their layers lie, how they come and go.
 *
 * <p>Read {@link sampan.core.image.ImageStore} first, then {@link sampan.core.image.catalogue.Image}. One small file names the images and their
 * references; configurations and layers lie in {@code sampan.oci.store} under their digests. Who uses a layer is counted when it is asked,
 * never stored.
 *
 * <p>Nothing an image says about itself is taken for an order to the engine. Containers are known here only as users of an image.
 */
@NullMarked
package sampan.core.image;

import org.jspecify.annotations.NullMarked;

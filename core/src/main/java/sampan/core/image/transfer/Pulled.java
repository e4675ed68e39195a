package sampan.core.image.transfer;

import sampan.oci.image.Digest;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;

/**
 * An image that a registry had.
 *
 * @param digest of what the name led to, a manifest or an index
 * @param newer whether the name leads to another image than before
 */
public record Pulled(ImageReference name, ImageId id, Digest digest, boolean newer) {}

/**
 * The records of the OCI image specification, references and digests: text that came from outside, parsed once into types that cannot be wrong.
 *
 * <p>Read {@link sampan.oci.image.ImageReference} and {@link sampan.oci.image.ImageConfig} first. All JSON goes through {@link
 * sampan.oci.image.StrictJson}, as two readers that understand one document differently are two engines that run different images.
 *
 * <p>Knows neither files nor the network.
 */
@NullMarked
package sampan.oci.image;

import org.jspecify.annotations.NullMarked;

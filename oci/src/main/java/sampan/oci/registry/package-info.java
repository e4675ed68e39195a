/**
 * A client of registries: OCI distribution 1.1 and Docker's registry API 2.
 *
 * <p>Read {@link sampan.oci.registry.Repository} first, then {@link sampan.oci.registry.Authorization}. Where a name leads is for {@link
 * sampan.oci.registry.Registries} to say, and {@link sampan.oci.registry.Wire} speaks HTTP: every wait has an end and every answer a bound.
 *
 * <p>A registry is a stranger. What it sends is used once its size and digest are what was promised; a password goes to the host it is for
 * and to nobody whom that host, an address in a manifest or a redirection names. Knows nothing of images on disk.
 */
@NullMarked
package sampan.oci.registry;

import org.jspecify.annotations.NullMarked;

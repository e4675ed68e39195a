/**
 * What images there are: their records, names and leases, and where their layers came from.
 *
 * <p>Read {@link sampan.core.image.catalogue.Catalogue}. Nothing here reads an archive or asks a registry.
 */
@NullMarked
package sampan.core.image.catalogue;

import org.jspecify.annotations.NullMarked;

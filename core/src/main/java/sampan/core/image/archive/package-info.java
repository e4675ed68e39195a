/**
 * Images come from archives and go into them: Docker's, OCI's, appc's, and plain root file systems.
 *
 * <p>What arrives is leased until it is entered in the catalogue.
 */
@NullMarked
package sampan.core.image.archive;

import org.jspecify.annotations.NullMarked;

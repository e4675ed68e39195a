/**
 * Images come from registries and go to them.
 *
 * <p>{@link sampan.core.image.transfer.Transfers} is the front; what it finds of an image is entered in the catalogue in one step.
 */
@NullMarked
package sampan.core.image.transfer;

import org.jspecify.annotations.NullMarked;

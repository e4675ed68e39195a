/**
 * The operations on volumes, which are all local.
 *
 * <p>Read {@link sampan.api.volume.VolumeActions}.
 */
@NullMarked
package sampan.api.volume;

import org.jspecify.annotations.NullMarked;

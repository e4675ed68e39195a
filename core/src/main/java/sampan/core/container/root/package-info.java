/**
 * A container's root: its snapshot, the images and volumes mounted on it, and the users its files name.
 *
 * <p>Snapshots are {@code sampan.core.snapshot}'s and volumes {@code sampan.core.volume}'s; here they are held by containers and let go with them.
 */
@NullMarked
package sampan.core.container.root;

import org.jspecify.annotations.NullMarked;

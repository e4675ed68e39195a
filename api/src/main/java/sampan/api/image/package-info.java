/**
 * The operations on images: lists, transfers from and to registries, archives, removal.
 *
 * <p>Read {@link sampan.api.image.ImageLists} and {@link sampan.api.image.ImageTransfers}. {@code Progress} writes the stream of JSON by which clients draw
 * their bars. What an image is, and how one comes, is {@code sampan.core.image}'s.
 */
@NullMarked
package sampan.api.image;

import org.jspecify.annotations.NullMarked;

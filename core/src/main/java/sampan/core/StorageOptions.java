package sampan.core;

import java.util.Optional;
import sampan.core.image.Retention;

/**
 * How an engine keeps files.
 *
 * @param driver Docker's name of a storage driver (overlay2, btrfs, erofs, vfs); empty: the best that the data root's file system allows
 * @param retention of images that nobody needs
 */
public record StorageOptions(Optional<String> driver, Retention retention) {
    public static final StorageOptions USUAL = new StorageOptions(Optional.empty(), Retention.USUAL);
}

package sampan.core;

import java.util.Optional;

/**
 * How an engine keeps files.
 *
 * @param driver Docker's name of a storage driver (overlay2, btrfs, vfs); empty: the best that the data root's file system allows
 */
public record StorageOptions(Optional<String> driver) {
    public static final StorageOptions USUAL = new StorageOptions(Optional.empty());
}

package sampan.oci.layer;

import java.io.IOException;
import java.util.Optional;
import sampan.kernel.file.FileStatus;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootPath;

/**
 * How entries are put into a tree that is there already.
 *
 * @param base where in the tree the entries' names begin
 * @param owner of everything that is made, in place of the entries' own
 * @param privileged whether devices and file capabilities may be made
 * @param guard asked before a folder is changed
 */
public record TreeRules(RootPath base, Optional<Owner> owner, boolean privileged, Guard guard) {
    /** A user and a group by number. */
    public record Owner(long uid, long gid) {}

    /** Who has fewer rights than this process is held to them here. */
    public interface Guard {
        Guard NONE = new Guard() {
            @Override
            public void mayChange(RootPath path, Folder folder) {}

            @Override
            public void mayReplace(Folder folder, FileStatus old) {}
        };

        /** @param path from the root of the tree */
        void mayChange(RootPath path, Folder folder) throws IOException;

        void mayReplace(Folder folder, FileStatus old) throws IOException;
    }

    /** Everything as the entries say. */
    public static TreeRules below(RootPath base) {
        return new TreeRules(base, Optional.empty(), true, Guard.NONE);
    }

    public TreeRules ownedBy(Owner all) {
        return new TreeRules(base, Optional.of(all), privileged, guard);
    }
}

package sampan.oci.layer;

import java.io.IOException;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.oci.image.ImageFormatException;

/** What an entry may say, and what becomes of it where there are rules. */
final class EntryRules {
    /** No user or group has this id: to chown(2) it means "leave it". */
    private static final long NO_ID = 0xffff_ffffL;

    private EntryRules() {}

    static TarEntry apply(TarEntry entry, Optional<TreeRules> rules) throws IOException {
        if (rules.isEmpty()) {
            return entry;
        }
        TarEntry owned = rules.get().owner().map(owner -> owned(entry, owner)).orElse(entry);
        if (rules.get().privileged()) {
            return owned;
        }
        if (entry.content() instanceof TarEntry.Content.Device) {
            throw new SyscallException("mknod(" + EntryPath.quoted(entry.name()) + ")", Errno.EPERM);
        }
        return owned.withXattrs(Xattrs.ofUsers(owned.xattrs()));
    }

    private static TarEntry owned(TarEntry entry, TreeRules.Owner owner) {
        TarEntry.Attributes old = entry.attributes();
        TarEntry.Attributes all =
                new TarEntry.Attributes(old.mode(), owner.uid(), owner.gid(), old.seconds(), old.nanos());
        return new TarEntry(entry.name(), all, entry.content(), entry.xattrs());
    }

    static void checkOwner(TarEntry entry) throws ImageFormatException {
        long uid = entry.attributes().uid();
        long gid = entry.attributes().gid();
        if (uid < 0 || uid >= NO_ID || gid < 0 || gid >= NO_ID) {
            throw new ImageFormatException(
                    EntryPath.quoted(entry.name()) + " has an owner out of range: " + uid + ":" + gid);
        }
    }

    static void checkTarget(EntryPath path, TarEntry.Content.SymbolicLink link) throws ImageFormatException {
        if (link.target().isEmpty()) {
            throw new ImageFormatException(path + " is a symbolic link without a target");
        }
        if (link.target().length() > EntryPath.MAX_PATH) {
            throw new ImageFormatException(path + " is a symbolic link with too long a target");
        }
    }
}

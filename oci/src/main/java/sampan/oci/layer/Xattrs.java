package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Xattr;

/** Which extended attributes an image may bring along. */
public final class Xattrs {
    private Xattrs() {}

    /**
     * File capabilities, ACLs and users' own. Never those by which overlayfs is steered, for then an image could hide or redirect what is
     * beneath it, nor labels and signatures, which are the host's to give.
     */
    public static boolean isContent(String name) {
        boolean user = name.startsWith("user.") && !name.startsWith("user.overlay.");
        return user
                || name.equals("security.capability")
                || name.equals("system.posix_acl_access")
                || name.equals("system.posix_acl_default");
    }

    /** Those of a file that an image may bring along; O_PATH descriptors will do. */
    public static Map<String, byte[]> of(Fd file) throws IOException {
        List<byte[]> names = Xattr.list(file);
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, byte[]> xattrs = new TreeMap<>();
        for (byte[] name : names) {
            String text = new String(name, ISO_8859_1);
            Optional<byte[]> value = isContent(text) ? Xattr.get(file, name) : Optional.empty();
            value.ifPresent(bytes -> xattrs.put(text, bytes));
        }
        return xattrs;
    }

    /** Without those that only root may give. */
    static Map<String, byte[]> ofUsers(Map<String, byte[]> xattrs) {
        Map<String, byte[]> kept = new TreeMap<>(xattrs);
        kept.keySet().removeIf(name -> name.startsWith("security."));
        return kept;
    }

    static void set(Fd file, Map<String, byte[]> xattrs) throws IOException {
        for (Map.Entry<String, byte[]> xattr : xattrs.entrySet()) {
            if (isContent(xattr.getKey())) {
                set(file, xattr.getKey(), xattr.getValue());
            }
        }
    }

    private static void set(Fd file, String name, byte[] value) throws SyscallException {
        try {
            Xattr.set(file, name, value);
        } catch (SyscallException failed) {
            // A file system without them, or a user.* on a link or a device: Docker goes on as well.
            boolean impossible = failed.is(Errno.EOPNOTSUPP) || (failed.is(Errno.EPERM) && name.startsWith("user."));
            if (!impossible) {
                throw failed;
            }
        }
    }
}

package sampan.core.files;

import java.nio.charset.StandardCharsets;
import sampan.core.error.EngineException;
import sampan.kernel.rootfs.BadNameException;
import sampan.kernel.rootfs.RootPath;

/**
 * A path of {@code cp} as it was typed: what stands at its end has a meaning.
 *
 * @param path absolute, cleaned by its text
 * @param folder it ends in {@code /} or {@code /.}: only a folder will do, and a link is followed
 * @param contents it ends in {@code /.}: what is in the folder, not the folder itself
 */
public record CopyPath(RootPath path, boolean folder, boolean contents) {
    /** @param text relative to the root when it does not begin with a slash */
    public static CopyPath of(String text) {
        try {
            boolean contents = text.equals(".") || text.endsWith("/.");
            RootPath path = RootPath.of(text.getBytes(StandardCharsets.UTF_8));
            return new CopyPath(path, contents || text.endsWith("/"), contents || path.isRoot());
        } catch (BadNameException bad) {
            throw new EngineException.InvalidArgument(String.valueOf(bad.getMessage()));
        }
    }

    /** The last name; {@code .} when it is about the contents. */
    String base() {
        return contents ? "." : new String(path.name(), StandardCharsets.ISO_8859_1);
    }

    /** What the last name lies in: for the contents of a folder, the folder. */
    RootPath directory() {
        return contents ? path : path.parent();
    }

    CopyPath moved(RootPath other) {
        return new CopyPath(other, folder, contents);
    }

    @Override
    public String toString() {
        return path.toString();
    }
}

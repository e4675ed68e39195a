package sampan.core.container.start;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import sampan.core.error.EngineException;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Resolve;

/**
 * The source of a bind mount of somebody who may mount some folders only. It is opened from the folder that is allowed, at each start, and the kernel sees to it that no link
 * and no dots lead out: whoever can write there may change it meanwhile as often as they like.
 */
final class AllowedSource {
    private static final long RULES = Resolve.BENEATH | Resolve.NO_MAGICLINKS;

    private AllowedSource() {}

    /** @param roots absolute; the first above the path is the one */
    static Fd open(String path, List<String> roots) throws SyscallException {
        Path source = Path.of(path).normalize();
        for (String root : roots) {
            if (source.startsWith(root)) {
                return beneath(Path.of(root), source);
            }
        }
        throw new EngineException.Forbidden(
                "permission denied by policy: the bind source " + source + " is not allowed");
    }

    private static Fd beneath(Path root, Path source) throws SyscallException {
        try (Fd folder = Open.open(root, OpenFlags.O_PATH)) {
            if (source.equals(root)) {
                return folder.release();
            }
            byte[] rest = root.relativize(source).toString().getBytes(StandardCharsets.UTF_8);
            return Open.resolved(folder, rest, new Open.How(OpenFlags.O_PATH, 0, RULES));
        } catch (SyscallException failed) {
            if (failed.is(Errno.EXDEV) || failed.is(Errno.ELOOP)) {
                throw new EngineException.Forbidden(
                        "permission denied by policy: the bind source " + source + " leads out of " + root);
            }
            throw new EngineException.InvalidArgument(
                    failed.is(Errno.ENOENT)
                            ? "invalid mount config for type \"bind\": bind source path does not exist: " + source
                            : "invalid mount config for type \"bind\": " + source + ": "
                                    + Errno.sentence(failed.errno()));
        }
    }
}

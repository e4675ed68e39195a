package sampan.core.files;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import sampan.core.caller.HostFiles;
import sampan.core.container.Container;
import sampan.core.error.EngineException;
import sampan.core.event.Action;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Statfs;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.image.ImageFormatException;
import sampan.oci.layer.TreeConflictException;
import sampan.oci.layer.TreeRules;
import sampan.oci.layer.TreeUnpacker;

/**
 * Files of one container, volumes included, running or not.
 *
 * @param reference what the caller calls the container
 * @param host opens the sources of its bind mounts
 */
public record ContainerFiles(Container container, String reference, HostFiles host) {
    private static final long ST_RDONLY = 1;

    /** What is done with something found. */
    @FunctionalInterface
    public interface Reading<T> {
        T with(CopySource source) throws IOException;
    }

    /** Puts something into a tree. */
    @FunctionalInterface
    public interface Filling {
        void into(TreeUnpacker target) throws IOException;
    }

    /** A place in the container to copy to; links are followed, also those that lead nowhere yet. */
    public record Target(CopyPath path, CopyPlan.Target found, FileType type) {}

    /** Decides where in the container something goes. */
    @FunctionalInterface
    public interface Planning {
        CopyPlan plan(Target target) throws IOException;
    }

    /** What is there, a link as a link. */
    public <T> T look(CopyPath path, Reading<T> reading) throws IOException {
        return container.withFiles(host, root -> {
            try (CopySource source = find(root, path, false)) {
                return reading.with(source);
            }
        });
    }

    /**
     * Takes it out, which the container's listeners hear.
     *
     * @param follow a link at the end of the path
     */
    public <T> T read(CopyPath path, boolean follow, Reading<T> reading) throws IOException {
        return container.withFiles(host, root -> {
            try (CopySource source = find(root, path, follow)) {
                container.tell(Action.ARCHIVE_PATH, Map.of());
                return reading.with(source);
            }
        });
    }

    private CopySource find(RootDirectory root, CopyPath path, boolean follow) throws IOException {
        try {
            CopySource source = CopySource.find(root, path, follow);
            if (source.isKernels()) {
                source.close();
                throw missing(path.path());
            }
            return source;
        } catch (SyscallException failed) {
            throw explained(failed, path.path());
        }
    }

    /**
     * Puts something where the plan says.
     *
     * @param likeUser everything belongs to the container's user, if it has one
     */
    public void write(CopyPath path, boolean likeUser, Planning planning, Filling filling) throws IOException {
        container.withFiles(host, root -> {
            CopyPlan plan = planning.plan(target(root, path));
            checkFolder(root, plan.directory());
            TreeRules rules = TreeRules.below(plan.directory());
            Optional<TreeRules.Owner> owner = likeUser ? container.owner() : Optional.empty();
            try (TreeUnpacker target =
                    new TreeUnpacker(root, owner.map(rules::ownedBy).orElse(rules))) {
                filling.into(target);
                target.finish();
                container.tell(Action.EXTRACT_TO_DIR, Map.of());
            } catch (TreeConflictException | ImageFormatException wrong) {
                throw new EngineException.InvalidArgument("Error processing tar file: " + wrong.getMessage());
            } catch (SyscallException failed) {
                throw new EngineException.SystemError(Errno.sentence(failed.errno()), failed);
            }
            return "";
        });
    }

    private Target target(RootDirectory root, CopyPath path) throws IOException {
        CopyPath at;
        Optional<FileStatus> status;
        try {
            at = path.path().isRoot() ? path : Links.follow(root, path);
            status = root.find(at.path());
        } catch (SyscallException failed) {
            throw explained(failed, path.path());
        }
        FileType type = status.map(FileStatus::type).orElse(FileType.UNKNOWN);
        if (status.isEmpty()) {
            return new Target(at, CopyPlan.Target.MISSING, type);
        }
        return new Target(at, type == FileType.DIRECTORY ? CopyPlan.Target.FOLDER : CopyPlan.Target.FILE, type);
    }

    private void checkFolder(RootDirectory root, RootPath path) throws IOException {
        try (Folder folder = root.folder(path)) {
            if (CopySource.isKernels(folder.descriptor())) {
                throw missing(path);
            }
            if ((Statfs.of(folder.descriptor()).flags() & ST_RDONLY) != 0) {
                boolean own = Stat.of(folder.descriptor()).mountId()
                        == Stat.of(root.descriptor()).mountId();
                throw new EngineException.Forbidden(
                        own ? "container rootfs is marked read-only" : "mounted volume is marked read-only");
            }
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENOTDIR)) {
                throw new EngineException.InvalidArgument("extraction point is not a directory");
            }
            throw explained(failed, path);
        }
    }

    private EngineException explained(SyscallException failed, RootPath path) {
        return failed.is(Errno.ENOENT)
                ? missing(path)
                : new EngineException.InvalidArgument("lstat " + path + ": " + Errno.sentence(failed.errno()));
    }

    private EngineException missing(RootPath path) {
        return new EngineException.NotFound("Could not find the file " + path + " in container " + reference);
    }
}

package sampan.cli.command.container;

import java.io.IOException;
import sampan.cli.call.Call;
import sampan.cli.call.CallerPath;
import sampan.cli.call.CommandFailure;
import sampan.core.caller.HostFiles;
import sampan.core.files.CopyPath;
import sampan.core.files.CopyPlan;
import sampan.core.files.CopySource;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileType;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;

/** The host's side of {@code cp}: everything below a folder that the caller's own process has opened. */
public final class HostPlace {
    private final HostFiles files;
    private final Call call;

    public HostPlace(Call call) {
        files = call.session().caller().files();
        this.call = call;
    }

    private String absolute(String name) {
        return CallerPath.absolute(call, name);
    }

    CopyPath path(String name) {
        return CallerPath.of(call, name);
    }

    String shown(String name) {
        return absolute(name);
    }

    /** What the name stands for on the host, links followed. */
    CopyPlan.Target look(String name) throws IOException {
        try (Fd found = files.open(absolute(name), OpenFlags.O_PATH, 0)) {
            return Stat.of(found).isDirectory() ? CopyPlan.Target.FOLDER : CopyPlan.Target.FILE;
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENOENT) || failed.is(Errno.ENOTDIR)) {
                return CopyPlan.Target.MISSING;
            }
            throw failed;
        }
    }

    /** Before anything is asked of the container. */
    void checkOutput(String name) throws IOException, CommandFailure {
        String whole = path(name).path().toString();
        RootPath parent = path(name).path().parent();
        try (Fd folder = files.open(parent.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0)) {
            assert folder.isOpen();
        } catch (SyscallException failed) {
            throw new CommandFailure(
                    1,
                    failed.is(Errno.ENOENT) || failed.is(Errno.ENOTDIR)
                            ? "invalid output path: directory \"" + parent + "\" does not exist"
                            : "stat " + parent + ": " + Errno.sentence(failed.errno()));
        }
        checkType(whole);
    }

    private void checkType(String whole) throws IOException, CommandFailure {
        try (Fd found = files.open(whole, OpenFlags.O_PATH, 0)) {
            FileType type = Stat.of(found).type();
            if (type != FileType.DIRECTORY && type != FileType.REGULAR) {
                boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
                throw new CommandFailure(
                        1,
                        "invalid output path: \"" + whole + "\" must be a directory or a regular file: "
                                + (device ? "got a device" : "got an irregular file"));
            }
        } catch (SyscallException missing) {
            if (!missing.is(Errno.ENOENT) && !missing.is(Errno.ELOOP)) {
                throw new CommandFailure(1, "stat " + whole + ": " + Errno.sentence(missing.errno()));
            }
        }
    }

    HostTarget target(RootPath folder) throws IOException {
        return HostTarget.open(files, folder.toString());
    }

    HostSource source(String name, boolean follow) throws IOException, CommandFailure {
        CopyPath path = path(name);
        int flags = OpenFlags.O_PATH | (follow || path.folder() ? 0 : OpenFlags.O_NOFOLLOW);
        // The caller's own look at it comes first: what it may not see is not found here either.
        try (Fd seen = files.open(absolute(name), flags, 0);
                RootDirectory root = RootDirectory.of(files.open("/", OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0))) {
            CopySource found = CopySource.find(root, path, follow);
            if (!Stat.of(seen).sameFile(found.status())) {
                found.close();
                throw new CommandFailure(1, path + " was replaced while it was copied");
            }
            return new HostSource(files, path, found);
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENOTDIR) && path.folder()) {
                throw new CommandFailure(1, "not a directory");
            }
            throw new CommandFailure(1, "lstat " + path + ": " + Errno.sentence(failed.errno()));
        }
    }
}

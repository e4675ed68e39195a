package sampan.kernel.rootfs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Chown;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Link;
import sampan.kernel.file.Mkdir;
import sampan.kernel.file.Mknod;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Readlink;
import sampan.kernel.file.Rename;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Symlink;
import sampan.kernel.file.Unlink;
import sampan.kernel.file.Utimens;
import sampan.kernel.file.Write;

/**
 * An open directory inside a root. Every operation takes one name that lies directly in it and never follows that name when it is a
 * link; names that are none ({@code ""}, {@code .}, {@code ..}, with a slash) are refused.
 */
public final class Folder implements AutoCloseable {
    private final Fd directory;

    /** Takes an O_PATH descriptor over. */
    Folder(Fd directory) {
        this.directory = directory.release();
    }

    /** Stays this object's; for {@link sampan.kernel.file.Stat}, {@link sampan.kernel.file.Xattr} and their like on the directory. */
    public Fd descriptor() {
        return directory;
    }

    public List<Directory.Entry> list() throws SyscallException {
        try (Fd readable = readable()) {
            return Directory.list(readable);
        }
    }

    public Optional<FileStatus> find(byte[] name) throws IOException {
        return Stat.find(directory, RootPath.requireName(name));
    }

    /** What the name stands for, a link itself, by O_PATH: for status, owner, mode, times and attributes of anything. */
    public Fd locate(byte[] name) throws IOException {
        return Open.at(directory, RootPath.requireName(name), OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0);
    }

    /** ENOTDIR for a link, also one to a directory. */
    public Folder folder(byte[] name) throws IOException {
        int flags = OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW | OpenFlags.O_DIRECTORY;
        return new Folder(Open.at(directory, RootPath.requireName(name), flags, 0));
    }

    /** For reading; whatever is no regular file is refused without being opened. */
    public Fd openRegular(byte[] name) throws IOException {
        try (Fd found = locate(name)) {
            return SmallFile.openRegular(found, new String(name, StandardCharsets.UTF_8));
        }
    }

    /** A new, empty file to be written: EEXIST for whatever is there already. */
    public Fd createFile(byte[] name, int mode) throws IOException {
        int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;
        return Open.at(directory, RootPath.requireName(name), flags, mode);
    }

    /** Puts a file with this content in the place of whatever file or link has the name, in one step. */
    public void replaceFile(byte[] name, byte[] content, Ownership ownership) throws IOException {
        RootPath.requireName(name);
        byte[] temporary = (".sampan-"
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()))
                .getBytes(StandardCharsets.UTF_8);
        try (Fd file = createFile(temporary, 0600)) {
            Write.fully(file, content);
            own(file, ownership);
            Rename.replace(directory, temporary, directory, name);
        } catch (IOException e) {
            removeQuietly(temporary);
            throw e;
        }
    }

    /** The umask takes from the mode, as with {@link #makeNode}: {@link #chmod} gives it all. */
    public void makeDirectory(byte[] name, int mode) throws IOException {
        Mkdir.at(directory, RootPath.requireName(name), mode);
    }

    /** @param device {@link sampan.kernel.file.Devices#makedev}, 0 for a FIFO or socket */
    public void makeNode(byte[] name, FileType type, int mode, long device) throws IOException {
        Mknod.at(directory, RootPath.requireName(name), type, mode, device);
    }

    /** The target may be any text but with a NUL byte: it is stored, not looked up. */
    public void symlink(byte[] name, byte[] target) throws IOException {
        Symlink.at(target, directory, RootPath.requireName(name));
    }

    /** Another name for what has a name already; of a link, for the link. */
    public void link(byte[] name, Folder existing, byte[] existingName) throws IOException {
        Link.at(existing.directory, RootPath.requireName(existingName), directory, RootPath.requireName(name));
    }

    public byte[] readlink(byte[] name) throws IOException {
        return Readlink.at(directory, RootPath.requireName(name));
    }

    /** Everything but a directory. */
    public void remove(byte[] name) throws IOException {
        Unlink.at(directory, RootPath.requireName(name));
    }

    public void removeDirectory(byte[] name) throws IOException {
        Unlink.directory(directory, RootPath.requireName(name));
    }

    /** Whatever the name stands for, and all below it; nothing when it is not there. A mount below is an error. */
    public void removeTree(byte[] name) throws IOException {
        new TreeRemoval(directory).remove(RootPath.requireName(name));
    }

    /** Everything in here. */
    public void clear() throws IOException {
        for (Directory.Entry entry : list()) {
            removeTree(entry.name());
        }
    }

    /** Replaces what has the new name. */
    public void rename(byte[] name, Folder target, byte[] newName) throws IOException {
        Rename.replace(directory, RootPath.requireName(name), target.directory, RootPath.requireName(newName));
    }

    /** Each of two gets the other's name, in one step. */
    public void exchange(byte[] one, byte[] other) throws IOException {
        Rename.exchange(directory, RootPath.requireName(one), directory, RootPath.requireName(other));
    }

    /** EOPNOTSUPP for a link, which has no mode. */
    public void chmod(byte[] name, int mode) throws IOException {
        Chmod.at(directory, RootPath.requireName(name), mode);
    }

    public void chown(byte[] name, long uid, long gid) throws IOException {
        Chown.at(directory, RootPath.requireName(name), uid, gid);
    }

    public void setTimes(byte[] name, Instant accessed, Instant modified) throws IOException {
        Utimens.at(directory, RootPath.requireName(name), accessed, modified);
    }

    /** Everything below, each directory before what is in it. */
    public void walk(TreeVisitor visitor) throws IOException {
        new TreeWalk(visitor).walk(this);
    }

    @Override
    public void close() {
        directory.close();
    }

    /** For listing: the one held is O_PATH. */
    Fd readable() throws SyscallException {
        return Open.at(directory, ".", OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY, 0);
    }

    /** Owner first: chown(2) takes set-id bits away. */
    static void own(Fd fd, Ownership ownership) throws SyscallException {
        if (ownership.uid() != Chown.UNCHANGED || ownership.gid() != Chown.UNCHANGED) {
            Chown.of(fd, ownership.uid(), ownership.gid());
        }
        Chmod.of(fd, ownership.mode());
    }

    private void removeQuietly(byte[] name) throws SyscallException {
        try {
            Unlink.at(directory, name);
        } catch (SyscallException e) {
            if (!e.is(Errno.ENOENT)) {
                throw e;
            }
        }
    }
}

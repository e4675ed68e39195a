package sampan.cli.call;

import java.io.IOException;
import java.io.OutputStream;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import sampan.core.caller.HostFiles;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Write;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;

/** A file of the host that {@code -o} names: whole or as it was. It is written under another name first; a device is written at once. */
public final class OutputFile extends OutputStream {
    private static final int MODE = 0600;
    private static final int STICKY = 01000;

    private final Fd file;
    private final Optional<Place> place;
    private boolean done;

    /** Where it gets its name. */
    private record Place(RootDirectory folder, RootPath temporary, RootPath name) {}

    private OutputFile(Fd file, Optional<Place> place) {
        this.file = file;
        this.place = place;
    }

    /** @param prefix of the sentences about what is wrong */
    public static OutputFile open(Call call, String name, String prefix) throws IOException, CommandFailure {
        HostFiles files = call.invoker().host();
        RootPath path = CallerPath.of(call, name).path();
        RootPath parent = path.parent();
        Optional<FileStatus> old = look(files, path.toString());
        CommandFailure.refuse(
                name.endsWith("/") || old.map(FileStatus::isDirectory).orElse(false),
                prefix + "cannot write to a directory");
        try {
            if (old.isPresent() && !old.get().isRegular()) {
                return new OutputFile(files.open(path.toString(), OpenFlags.O_WRONLY, 0), Optional.empty());
            }
            return under(files, path, old);
        } catch (SyscallException failed) {
            throw new CommandFailure(
                    1, prefix + "invalid output path: stat " + parent + ": " + Errno.sentence(failed.errno()));
        }
    }

    private static OutputFile under(HostFiles files, RootPath path, Optional<FileStatus> old) throws IOException {
        RootPath parent = path.parent();
        RootDirectory folder =
                RootDirectory.of(files.open(parent.toString(), OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0));
        String temporary = ".sampan-"
                + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        try {
            mayReplace(files, Stat.of(folder.descriptor()), old);
            int flags = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL | OpenFlags.O_NOFOLLOW;
            Fd file = files.open(parent + "/" + temporary, flags, MODE);
            return new OutputFile(file, Optional.of(new Place(folder, RootPath.of(temporary), path)));
        } catch (IOException failed) {
            folder.close();
            throw failed;
        }
    }

    /** The caller could not do it in a folder where everybody removes only what is theirs. */
    private static void mayReplace(HostFiles files, FileStatus folder, Optional<FileStatus> old)
            throws SyscallException {
        long uid = files.user().uid();
        boolean others = old.isPresent() && old.get().uid() != uid && folder.uid() != uid;
        if (others && (folder.mode() & STICKY) != 0 && !files.user().isTrusted()) {
            throw new SyscallException("rename", Errno.EPERM);
        }
    }

    private static Optional<FileStatus> look(HostFiles files, String path) throws IOException {
        try (Fd found = files.open(path, OpenFlags.O_PATH, 0)) {
            return Optional.of(Stat.of(found));
        } catch (SyscallException missing) {
            return Optional.empty();
        }
    }

    @Override
    public void write(int value) throws IOException {
        Write.fully(file, new byte[] {(byte) value});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Write.fully(file, bytes, offset, length);
    }

    /** Everything is written: it gets its name. */
    public void commit() throws IOException {
        if (place.isPresent()) {
            try (Folder folder = place.get().folder().folder(RootPath.root())) {
                folder.rename(
                        place.get().temporary().name(),
                        folder,
                        place.get().name().name());
            }
        }
        done = true;
    }

    @Override
    public void close() throws IOException {
        file.close();
        if (place.isPresent()) {
            try (RootDirectory root = place.get().folder()) {
                if (!done) {
                    root.removeAll(place.get().temporary());
                }
            }
        }
    }
}

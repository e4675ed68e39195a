package sampan.cli.command.copy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import sampan.cli.call.Call;
import sampan.cli.call.CallerGuard;
import sampan.cli.call.CallerPath;
import sampan.core.caller.HostFiles;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FdInputStream;
import sampan.kernel.file.FdOutputStream;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.Ownership;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.archive.LayoutWriter;
import sampan.oci.image.Descriptor;
import sampan.oci.image.Digest;
import sampan.oci.image.StrictJson;
import sampan.oci.layer.Members;
import sampan.oci.layer.TarIndex;
import sampan.oci.layer.TarWriter;
import sampan.oci.layer.TreeRules;

/**
 * An OCI layout in a folder of the host. Whatever it holds, nothing outside is reached: all is opened below its descriptor. What is read or
 * written there the caller could have read or written, and what is made belongs to the caller.
 */
final class LayoutFolder implements Members, LayoutWriter.Target, AutoCloseable {
    private static final int READ = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK;
    private static final int FOLDER = 0755;
    private static final int FILE = 0644;

    private final HostFiles files;
    private final String path;
    private final RootDirectory root;
    private final TreeRules.Guard guard;

    private LayoutFolder(HostFiles files, String path, Fd folder) {
        this.files = files;
        this.path = path;
        root = RootDirectory.of(folder);
        guard = CallerGuard.of(files, path);
    }

    /** One that is there. */
    static LayoutFolder open(Call call, String folder) throws IOException {
        HostFiles files = call.invoker().host();
        String path = CallerPath.of(call, folder).path().toString();
        try (Fd opened = files.open(path, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY, 0)) {
            return new LayoutFolder(files, path, opened);
        }
    }

    /** One that is made where there is none. */
    static LayoutFolder make(Call call, String folder) throws IOException {
        call.invoker()
                .host()
                .openOrMakeFolder(CallerPath.of(call, folder).path().toString())
                .close();
        return open(call, folder);
    }

    /** Of what a layout does not have, nothing is known: {@code manifest.json} would be an archive's. */
    @Override
    public Optional<TarIndex.Member> find(String name) throws IOException {
        if (!name.matches("oci-layout|index\\.json|blobs/.+")) {
            return Optional.empty();
        }
        try (Fd file = regular(name)) {
            return Optional.of(new TarIndex.Member(name, 0, Stat.of(file).size()));
        } catch (SyscallException failed) {
            if (failed.is(Errno.ENOENT)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private Fd regular(String name) throws IOException {
        try (Fd found = root.openRegular(RootPath.of(name))) {
            if (!files.user().isTrusted()) {
                check(found, path + "/" + name);
            }
            return found.release();
        }
    }

    private void check(Fd found, String whole) throws IOException {
        try (Fd same = files.open(whole, READ, 0)) {
            if (!Stat.of(same).sameFile(Stat.of(found))) {
                throw new SyscallException("open(\"" + whole + "\")", Errno.ESTALE);
            }
        }
    }

    @Override
    public byte[] read(TarIndex.Member member, int limit) throws IOException {
        try (Fd file = regular(member.name())) {
            return Read.all(file, limit);
        }
    }

    @Override
    public InputStream open(TarIndex.Member member) throws IOException {
        try (Fd file = regular(member.name())) {
            return new FdInputStream(file);
        }
    }

    /** What is there already, undamaged, is not written again. */
    @Override
    public void blob(String name, Descriptor blob, TarWriter.Source content) throws IOException {
        if (holds(name, blob)) {
            return;
        }
        RootPath file = RootPath.of(name);
        try (Folder folder = folder(file.parent())) {
            byte[] temporary = (".sampan-"
                            + HexFormat.of()
                                    .toHexDigits(ThreadLocalRandom.current().nextLong()))
                    .getBytes(UTF_8);
            try {
                fill(folder, temporary, content);
                replaceable(folder, file.name());
                folder.rename(temporary, folder, file.name());
            } catch (IOException failed) {
                folder.removeTree(temporary);
                throw failed;
            }
        }
    }

    private boolean holds(String name, Descriptor blob) throws IOException {
        Optional<TarIndex.Member> there = find(name);
        if (there.isEmpty() || there.get().size() != blob.size()) {
            return false;
        }
        MessageDigest hasher = blob.digest().algorithm().streamHasher();
        try (InputStream old = open(there.get());
                OutputStream hashed = new DigestOutputStream(OutputStream.nullOutputStream(), hasher)) {
            old.transferTo(hashed);
        }
        return Digest.of(blob.digest().algorithm(), hasher.digest()).equals(blob.digest());
    }

    private void fill(Folder folder, byte[] name, TarWriter.Source content) throws IOException {
        try (Fd file = folder.createFile(name, FILE);
                OutputStream out = new BufferedOutputStream(new FdOutputStream(file), ImageBytes.BUFFER)) {
            content.writeTo(out);
        }
        folder.chown(name, files.user().uid(), files.user().gid());
        folder.chmod(name, FILE);
    }

    /** Of two copies to one layout the second finds the first one's image in the index. */
    @Override
    public void document(String name, LayoutWriter.Update update) throws IOException {
        synchronized (LayoutFolder.class) {
            Optional<TarIndex.Member> there = find(name);
            Optional<byte[]> old =
                    there.isEmpty() ? Optional.empty() : Optional.of(read(there.get(), StrictJson.MAX_DOCUMENT));
            byte[] fresh = update.from(old);
            if (old.isPresent() && Arrays.equals(old.get(), fresh)) {
                return;
            }
            try (Folder top = folder(RootPath.root())) {
                replaceable(top, name.getBytes(UTF_8));
                top.replaceFile(name.getBytes(UTF_8), fresh, owned(FILE));
            }
        }
    }

    private void replaceable(Folder folder, byte[] name) throws IOException {
        Optional<FileStatus> old = folder.find(name);
        if (old.isPresent()) {
            guard.mayReplace(folder, old.get());
        }
    }

    private Ownership owned(int mode) {
        return new Ownership(mode, files.user().uid(), files.user().gid());
    }

    /** To change it; made with all above it where it is missing. */
    private Folder folder(RootPath wanted) throws IOException {
        RootPath above = RootPath.root();
        for (byte[] part : wanted.parts()) {
            RootPath next = above.child(part);
            if (root.find(next).isEmpty()) {
                try (Folder parent = root.folder(above)) {
                    guard.mayChange(above, parent);
                    root.makeFolder(next, owned(FOLDER)).close();
                }
            }
            above = next;
        }
        Folder folder = root.folder(wanted);
        try {
            guard.mayChange(wanted, folder);
            return folder;
        } catch (IOException refused) {
            folder.close();
            throw refused;
        }
    }

    @Override
    public void close() {
        root.close();
    }
}

package sampan.core.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Statfs;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.TreeVisitor;
import sampan.oci.layer.TarWriter;
import sampan.oci.layer.TreePacker;

/** What is copied: a folder, or one name in a folder, held by descriptor. */
public final class CopySource implements AutoCloseable {
    /** The kernel's own: what it shows there is no file to be kept. */
    private static final Set<Long> KERNEL = Set.of(
            Statfs.PROC_MAGIC,
            Statfs.SYSFS_MAGIC,
            Statfs.CGROUP_MAGIC,
            Statfs.CGROUP2_MAGIC,
            0x1cd1L, // devpts
            0x19800202L, // mqueue
            0x64626720L, // debugfs
            0x74726163L, // tracefs
            0xcafe4a11L); // bpf

    private final Folder folder;
    private final CopyPath path;
    private final Optional<FileStatus> leaf;

    private CopySource(Folder folder, CopyPath path, Optional<FileStatus> leaf) {
        this.folder = folder;
        this.path = path;
        this.leaf = leaf;
    }

    /**
     * The last name is a link itself, unless it is to be followed.
     *
     * @throws SyscallException ENOENT, ENOTDIR and the like
     */
    public static CopySource find(RootDirectory root, CopyPath path, boolean follow) throws IOException {
        if (path.folder() || path.path().isRoot()) {
            return new CopySource(root.folder(path.path()), path, Optional.empty());
        }
        CopyPath wanted = follow ? Links.follow(root, path) : path;
        Folder parent = root.parent(wanted.path());
        try {
            byte[] name = wanted.path().name();
            FileStatus status =
                    parent.find(name).orElseThrow(() -> new SyscallException("stat(\"" + wanted + "\")", Errno.ENOENT));
            if (!status.isDirectory()) {
                return new CopySource(parent, wanted, Optional.of(status));
            }
            Folder itself = parent.folder(name);
            parent.close();
            return new CopySource(itself, wanted, Optional.empty());
        } catch (IOException failed) {
            parent.close();
            throw failed;
        }
    }

    /** Where it lies, links followed if they were to be. */
    public CopyPath path() {
        return path;
    }

    public boolean isFolder() {
        return leaf.isEmpty();
    }

    /** Whether it lies where the kernel shows itself: /proc, /sys, a terminal. */
    boolean isKernels() throws IOException {
        return isKernels(folder.descriptor());
    }

    static boolean isKernels(Fd place) throws IOException {
        return KERNEL.contains(Statfs.of(place).type());
    }

    /** Hands everything over; what the kernel shows of itself is left out. */
    public void pack(TreePacker packer, String as) throws IOException {
        if (leaf.isPresent()) {
            packer.add(folder, path.path().name(), leaf.get(), as);
            return;
        }
        packer.addTop(folder, as.equals(".") ? "./" : as);
        folder.walk(new Walk(packer, as));
    }

    /** What it is called in an archive of it; {@code .} when it is about the contents of a folder. */
    public String name() {
        return path.contents() ? "." : TarWriter.name(path.path().name());
    }

    /** Where it leads, if it is a symbolic link; empty for all else. */
    public String linkTarget() throws IOException {
        boolean link = leaf.filter(FileStatus::isSymlink).isPresent();
        return link ? new String(folder.readlink(path.path().name()), StandardCharsets.UTF_8) : "";
    }

    /** Of what is copied itself; of a folder, the folder's. */
    public FileStatus status() throws IOException {
        return leaf.isPresent() ? leaf.get() : Stat.of(folder.descriptor());
    }

    @Override
    public void close() {
        folder.close();
    }

    private record Walk(TreePacker packer, String as) implements TreeVisitor {
        @Override
        public boolean visit(Place place) throws IOException {
            packer.add(
                    place.folder(),
                    place.name(),
                    place.status(),
                    as + "/" + TarWriter.name(place.path().bytes()));
            return true;
        }

        @Override
        public boolean crosses(Place place) throws IOException {
            return !kernels(place) && !isDev(place);
        }

        /** The container's devices are not the image's. */
        private static boolean isDev(Place place) {
            return place.path().toString().equals("/dev");
        }

        private static boolean kernels(Place place) throws IOException {
            try (Fd found = place.folder().locate(place.name())) {
                return isKernels(found);
            }
        }
    }
}

package sampan.oci.layer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Chown;
import sampan.kernel.file.Copy;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Read;
import sampan.kernel.file.Seek;
import sampan.kernel.file.Truncate;
import sampan.kernel.file.Utimens;
import sampan.kernel.file.Write;
import sampan.kernel.file.Xattr;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.kernel.rootfs.TreeVisitor;

/**
 * Copies an unpacked layer on top of what a directory holds: what overlayfs shows, in files of its own. Blocks are shared where the file
 * system can, holes stay holes.
 */
public final class LayerMerge {
    private static final int BUFFER = 1 << 20;
    private static final int BLOCK = 512;

    private final RootDirectory target;
    /** First name of each file with several. */
    private final Map<Long, RootPath> linked = new HashMap<>();

    private final List<Finished> directories = new ArrayList<>();

    private record Finished(RootPath path, Instant modified) {}

    private LayerMerge(RootDirectory target) {
        this.target = target;
    }

    /** Whether what lies beneath this directory of a layer is hidden. */
    public static boolean isOpaque(Fd directory) throws SyscallException {
        return Xattr.get(directory, Whiteout.opaqueAttribute())
                .map(value -> value.length == 1 && value[0] == 'y')
                .orElse(false);
    }

    /** Puts the content of the layer's folder into the target; the target's own mode and owner stay. */
    public static void merge(Folder layer, RootDirectory target) throws IOException {
        LayerMerge merge = new LayerMerge(target);
        layer.walk(merge::visit);
        for (Finished directory : merge.directories.reversed()) {
            try (Fd fd = target.locate(directory.path)) {
                Utimens.of(fd, directory.modified, directory.modified);
            }
        }
    }

    private boolean visit(TreeVisitor.Place place) throws IOException {
        FileStatus status = place.status();
        try (Folder parent = target.parent(place.path())) {
            if (Whiteout.isWhiteout(status)) {
                parent.removeTree(place.name());
                return false;
            }
            if (status.isDirectory()) {
                directory(place, parent);
                return true;
            }
            parent.removeTree(place.name());
            if (status.links() > 1 && linked.containsKey(status.inode())) {
                link(parent, place);
                return false;
            }
            make(place, parent);
            if (status.links() > 1) {
                linked.put(status.inode(), place.path());
            }
            return false;
        }
    }

    private void directory(TreeVisitor.Place place, Folder parent) throws IOException {
        byte[] name = place.name();
        boolean merged = parent.find(name).map(FileStatus::isDirectory).orElse(false);
        try (Folder source = place.folder().folder(name)) {
            if (merged && isOpaque(source.descriptor())) {
                parent.removeTree(name);
                merged = false;
            }
            if (!merged) {
                parent.removeTree(name);
                parent.makeDirectory(name, 0700);
            }
            try (Fd made = parent.locate(name)) {
                attributes(source.descriptor(), made, place.status());
            }
        }
        directories.add(new Finished(place.path(), place.status().modified()));
    }

    private void link(Folder parent, TreeVisitor.Place place) throws IOException {
        RootPath first = linked.get(place.status().inode());
        if (first != null) {
            try (Folder existing = target.parent(first)) {
                parent.link(place.name(), existing, first.name());
            }
        }
    }

    private static void make(TreeVisitor.Place place, Folder parent) throws IOException {
        byte[] name = place.name();
        FileStatus status = place.status();
        switch (status.type()) {
            case REGULAR -> {
                try (Fd from = place.folder().openRegular(name);
                        Fd to = parent.createFile(name, 0600)) {
                    content(from, to, status);
                }
            }
            case SYMLINK -> parent.symlink(name, place.folder().readlink(name));
            case FIFO, SOCKET, CHARACTER_DEVICE, BLOCK_DEVICE ->
                parent.makeNode(name, status.type(), 0600, status.special());
            case DIRECTORY, UNKNOWN -> throw new IOException(place.path() + " changed while it was copied");
        }
        try (Fd source = place.folder().locate(name);
                Fd made = parent.locate(name)) {
            attributes(source, made, status);
            Utimens.of(made, status.modified(), status.modified());
        }
    }

    private static void attributes(Fd source, Fd made, FileStatus status) throws IOException {
        Chown.of(made, status.uid(), status.gid());
        for (byte[] name : Xattr.list(source)) {
            String text = new String(name, StandardCharsets.UTF_8);
            if (Xattrs.isContent(text)) {
                Xattrs.set(made, Map.of(text, Xattr.get(source, name).orElse(new byte[0])));
            }
        }
        if (!status.isSymlink()) {
            Chmod.of(made, status.mode());
        }
    }

    private static void content(Fd from, Fd to, FileStatus status) throws SyscallException {
        if (status.size() == 0 || Copy.share(from, to)) {
            return;
        }
        if (status.blocks() * BLOCK >= status.size()) {
            Copy.copy(from, to);
            return;
        }
        byte[] buffer = new byte[BUFFER];
        long position = 0;
        try {
            while (position < status.size()) {
                long data = Seek.toData(from, position);
                position = Seek.toHole(from, data);
                copy(from, to, data, position, buffer);
            }
        } catch (SyscallException failed) {
            if (!failed.is(Errno.ENXIO)) { // no more data
                throw failed;
            }
        }
        Truncate.of(to, status.size());
    }

    private static void copy(Fd from, Fd to, long start, long end, byte[] buffer) throws SyscallException {
        Seek.to(from, start);
        Seek.to(to, start);
        for (long at = start; at < end; ) {
            int read = Read.read(from, buffer, 0, (int) Math.min(buffer.length, end - at));
            if (read == 0) {
                return;
            }
            Write.fully(to, buffer, 0, read);
            at += read;
        }
    }
}

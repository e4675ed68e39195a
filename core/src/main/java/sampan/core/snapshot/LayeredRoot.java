package sampan.core.snapshot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Read;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.layer.LayerMerge;
import sampan.oci.layer.Whiteout;

/**
 * A root file system as an overlay of its layers would show it, looked at without a mount: names, whiteouts, opaque directories and symbolic
 * links are resolved here, one name at a time, each in directories that are open. No link leads out.
 */
public final class LayeredRoot implements AutoCloseable {
    private static final int MAX_LINKS = 40; // as the kernel
    private static final int MAX_FOLDERS = 4096;

    private final List<RootDirectory> layers;
    private final List<Folder> opened = new ArrayList<>();

    /** @param layers the topmost first; taken over */
    LayeredRoot(List<RootDirectory> layers) {
        this.layers = List.copyOf(layers);
    }

    /** A directory: what each layer has of it, the topmost first. */
    private record Merged(List<Folder> parts) {}

    /** What a name stands for. */
    private sealed interface Found {
        record Nothing() implements Found {}

        record InDirectory(Merged directory) implements Found {}

        /** The topmost thing that is no directory. */
        record Leaf(Folder folder, RootPath name, FileStatus status) implements Found {}
    }

    /**
     * The content of a regular file, links followed inside; empty when there is none of that name. Anything else, and a file of more than
     * {@code limit} bytes, is an error at once (CVE-2026-47262).
     */
    public Optional<byte[]> readSmallFile(String path, int limit) throws IOException {
        return switch (resolve(path)) {
            case Found.Nothing _ -> Optional.empty();
            case Found.InDirectory _ -> throw new IOException(path + " is a directory");
            case Found.Leaf leaf -> Optional.of(read(leaf, limit, path));
        };
    }

    private static byte[] read(Found.Leaf leaf, int limit, String path) throws IOException {
        if (leaf.status.size() > limit) {
            throw new IOException(path + " is larger than " + limit + " bytes");
        }
        try (Fd file = leaf.folder.openRegular(leaf.name.name())) {
            return Read.all(file, limit);
        }
    }

    /** Owner, mode and type of what a path leads to. */
    public Optional<FileStatus> find(String path) throws IOException {
        return switch (resolve(path)) {
            case Found.Nothing _ -> Optional.empty();
            case Found.InDirectory found ->
                Optional.of(Stat.of(found.directory.parts.getFirst().descriptor()));
            case Found.Leaf leaf -> Optional.of(leaf.status);
        };
    }

    /** Copies the content of a directory into another, if the path leads to one; its status, so that the other can be made alike. */
    public Optional<FileStatus> copyFolder(String path, RootDirectory target) throws IOException {
        if (!(resolve(path) instanceof Found.InDirectory found)) {
            return Optional.empty();
        }
        for (Folder part : found.directory.parts.reversed()) {
            LayerMerge.merge(part, target);
        }
        return Optional.of(Stat.of(found.directory.parts.getFirst().descriptor()));
    }

    private Found resolve(String path) throws IOException {
        Deque<byte[]> todo = new ArrayDeque<>(RootPath.of(path).parts());
        Deque<Merged> way = new ArrayDeque<>();
        way.push(root());
        int links = 0;
        while (!todo.isEmpty()) {
            byte[] name = todo.pop();
            if (isUp(name)) {
                up(way);
                continue;
            }
            switch (step(way.getFirst(), name)) {
                case Found.Nothing nothing -> {
                    return nothing;
                }
                case Found.InDirectory found -> way.push(found.directory);
                case Found.Leaf leaf
                when leaf.status.isSymlink() -> {
                    if (++links > MAX_LINKS) {
                        throw new SyscallException("open(\"" + path + "\")", Errno.ELOOP);
                    }
                    follow(leaf.folder.readlink(leaf.name.name()), todo, way);
                }
                case Found.Leaf leaf -> {
                    return todo.isEmpty() ? leaf : new Found.Nothing();
                }
            }
        }
        return new Found.InDirectory(way.getFirst());
    }

    private static boolean isUp(byte[] name) {
        return name.length == 2 && name[0] == '.' && name[1] == '.';
    }

    private static void up(Deque<Merged> way) {
        if (way.size() > 1) {
            way.pop();
        }
    }

    /** Puts a link's target before what is still to be resolved. */
    private static void follow(byte[] target, Deque<byte[]> todo, Deque<Merged> way) {
        if (target.length > 0 && target[0] == '/') {
            while (way.size() > 1) {
                way.pop();
            }
        }
        // Not cleaned up first: after a link, ".." is the parent of where it led.
        String text = new String(target, ISO_8859_1);
        for (String part : List.of(text.split("/", -1)).reversed()) {
            if (!part.isEmpty() && !part.equals(".")) {
                todo.push(part.getBytes(ISO_8859_1));
            }
        }
    }

    private Merged root() throws IOException {
        List<Folder> parts = new ArrayList<>();
        for (RootDirectory layer : layers) {
            parts.add(keep(layer.folder(RootPath.root())));
        }
        return new Merged(parts);
    }

    private Folder keep(Folder folder) throws IOException {
        opened.add(folder);
        if (opened.size() > MAX_FOLDERS) { // links can make any path as long as they like
            throw new IOException("a path of the image leads through too many folders");
        }
        return folder;
    }

    private Found step(Merged directory, byte[] name) throws IOException {
        List<Folder> parts = new ArrayList<>();
        for (Folder part : directory.parts) {
            Optional<FileStatus> status = part.find(name);
            if (status.isEmpty()) {
                continue;
            }
            if (!status.get().isDirectory()) {
                boolean gone = Whiteout.isWhiteout(status.get());
                if (parts.isEmpty() && !gone) {
                    return new Found.Leaf(part, RootPath.of(name), status.get());
                }
                break;
            }
            Folder below = keep(part.folder(name));
            parts.add(below);
            if (LayerMerge.isOpaque(below.descriptor())) {
                break;
            }
        }
        return parts.isEmpty() ? new Found.Nothing() : new Found.InDirectory(new Merged(parts));
    }

    @Override
    public void close() {
        opened.forEach(Folder::close);
        layers.forEach(RootDirectory::close);
    }
}

package sampan.core.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import sampan.core.error.EngineException;
import sampan.core.image.ImageStore;
import sampan.core.image.catalogue.HeldImage;
import sampan.core.snapshot.MergedTree;
import sampan.core.snapshot.MergedTree.Child;
import sampan.core.snapshot.VisibleLayers;
import sampan.kernel.Errno;
import sampan.kernel.Fd;
import sampan.kernel.SyscallException;
import sampan.kernel.file.FdInputStream;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.Folder;

/** The files of an image as a container of it would see them. */
public final class ImageContent implements AutoCloseable {
    private static final int MAX_LINKS = 40; // as the kernel

    private final HeldImage image;
    private final MergedTree tree;

    private ImageContent(HeldImage image, MergedTree tree) {
        this.image = image;
        this.tree = tree;
    }

    /** @throws EngineException.NotFound when there is no such image */
    public static ImageContent open(ImageStore images, String nameOrId) throws IOException {
        HeldImage image = images.hold(nameOrId);
        try {
            List<Path> folders =
                    image.stack().stream().map(HeldImage.Layer::folder).toList();
            return new ImageContent(image, MergedTree.of(VisibleLayers.of(folders)));
        } catch (IOException | EngineException failed) {
            image.close();
            throw failed;
        }
    }

    public HeldImage image() {
        return image;
    }

    MergedTree tree() {
        return tree;
    }

    /** The layer that something comes from. */
    public HeldImage.Layer layerOf(Child child) {
        return image.stack().get(child.layer());
    }

    Child root() throws IOException {
        MergedTree.Place place = tree.root();
        try (Folder top = tree.open(place, 0)) {
            return new Child(place.path(), Stat.of(top.descriptor()), place.layers());
        }
    }

    /** What a path leads to, links followed inside the image. */
    public Optional<Child> follow(String path) throws IOException {
        return resolve(path, true);
    }

    /** What a path names, be it a link; links on the way to it are followed. */
    public Optional<Child> find(String path) throws IOException {
        return resolve(path, false);
    }

    private Optional<Child> resolve(String path, boolean last) throws IOException {
        Deque<byte[]> todo = new ArrayDeque<>();
        push(todo, path.getBytes(UTF_8));
        Deque<Child> way = new ArrayDeque<>(List.of(root()));
        for (int links = 0; !todo.isEmpty(); ) {
            byte[] name = todo.pop();
            if (isUp(name)) {
                up(way);
                continue;
            }
            Optional<Child> child = tree.find(way.getFirst().place(), name);
            boolean end = todo.isEmpty();
            if (child.filter(found -> found.status().isSymlink()).isPresent() && (last || !end)) {
                if (++links > MAX_LINKS) {
                    throw new SyscallException("open(\"" + path + "\")", Errno.ELOOP);
                }
                follow(target(child.get()), todo, way);
                continue;
            }
            Optional<Child> passable =
                    end ? child : child.filter(found -> found.status().isDirectory());
            if (passable.isEmpty()) {
                return passable;
            }
            way.push(passable.get());
        }
        return Optional.of(way.getFirst());
    }

    private static boolean isUp(byte[] name) {
        return name.length == 2 && name[0] == '.' && name[1] == '.';
    }

    private static void up(Deque<Child> way) {
        if (way.size() > 1) {
            way.pop();
        }
    }

    private static void follow(byte[] target, Deque<byte[]> todo, Deque<Child> way) {
        if (target.length > 0 && target[0] == '/') {
            while (way.size() > 1) {
                way.pop();
            }
        }
        push(todo, target);
    }

    /** Not cleaned up first: after a link, ".." is the parent of where it led. */
    private static void push(Deque<byte[]> todo, byte[] path) {
        for (String part : List.of(new String(path, ISO_8859_1).split("/", -1)).reversed()) {
            if (!part.isEmpty() && !part.equals(".")) {
                todo.push(part.getBytes(ISO_8859_1));
            }
        }
    }

    /** Where a link leads, as it is written. */
    public byte[] target(Child link) throws IOException {
        try (Folder folder = tree.folderOf(link)) {
            return folder.readlink(link.path().name());
        }
    }

    /** What is in a folder, by name. */
    public Collection<Child> list(Child folder) throws IOException {
        return tree.children(folder.place()).values();
    }

    /** Everything, each folder before what is in it. */
    public void walk(MergedTree.Visitor visitor) throws IOException {
        tree.walk(visitor);
    }

    /** A regular file, for the caller to close; anything else is an error at once. */
    public Fd open(Child file) throws IOException {
        try (Folder folder = tree.folderOf(file)) {
            return folder.openRegular(file.path().name());
        }
    }

    /** Its content. */
    public InputStream read(Child file) throws IOException {
        try (Fd content = open(file)) {
            return new FdInputStream(content);
        }
    }

    @Override
    public void close() {
        tree.close();
        image.close();
    }
}

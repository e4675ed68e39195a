package sampan.core.snapshot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileStatus;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.layer.LayerMerge;
import sampan.oci.layer.Whiteout;

/**
 * All names of a root file system as an overlay of its layers would show them, folder by folder and without a mount. A folder is opened anew by
 * its path in each layer that has it: however deep the tree, few descriptors are open.
 */
public final class MergedTree implements AutoCloseable {
    private final List<RootDirectory> layers;

    /** @param layers the topmost first; taken over */
    MergedTree(List<RootDirectory> layers) {
        this.layers = List.copyOf(layers);
    }

    /** @param folders the topmost first */
    public static MergedTree of(List<Path> folders) throws IOException {
        List<RootDirectory> opened = new ArrayList<>();
        try {
            for (Path folder : folders) {
                opened.add(RootDirectory.open(folder));
            }
        } catch (IOException failed) {
            opened.forEach(RootDirectory::close);
            throw failed;
        }
        return new MergedTree(opened);
    }

    /**
     * A folder.
     *
     * @param layers numbers of those that have a part of it, the topmost first
     */
    public record Place(RootPath path, List<Integer> layers) {
        public Place {
            layers = List.copyOf(layers);
        }
    }

    /**
     * A name in a folder.
     *
     * @param status of the topmost thing of that name
     * @param layers that have it; of anything but a folder, one
     */
    public record Child(RootPath path, FileStatus status, List<Integer> layers) {
        public Child {
            layers = List.copyOf(layers);
        }

        /** To be asked of a folder only. */
        public Place place() {
            return new Place(path, layers);
        }

        /** The number of the layer that has it, or the topmost part of it. */
        public int layer() {
            return layers.getFirst();
        }
    }

    public Place root() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            all.add(i);
        }
        return new Place(RootPath.root(), all);
    }

    /** The folder that a child lies in, in the child's layer, for the caller to close. */
    public Folder folderOf(Child child) throws IOException {
        return layers.get(child.layer()).folder(child.path().parent());
    }

    /** A part of a folder, for the caller to close. */
    public Folder open(Place place, int layer) throws IOException {
        return layers.get(layer).folder(place.path());
    }

    /** What is in a folder, by name, each byte one character. */
    public SortedMap<String, Child> children(Place place) throws IOException {
        SortedMap<String, Gathering> names = new TreeMap<>();
        for (int layer : place.layers()) {
            try (Folder folder = layers.get(layer).folder(place.path())) {
                for (Directory.Entry entry : folder.list()) {
                    Gathering gathering =
                            names.computeIfAbsent(new String(entry.name(), ISO_8859_1), _ -> new Gathering());
                    if (!gathering.settled) {
                        gathering.add(folder, entry.name(), layer);
                    }
                }
            }
        }
        SortedMap<String, Child> children = new TreeMap<>();
        for (var name : names.entrySet()) {
            RootPath path = place.path().child(name.getKey().getBytes(ISO_8859_1));
            name.getValue().child(path).ifPresent(child -> children.put(name.getKey(), child));
        }
        return children;
    }

    /** One name while the layers are gone through. */
    private static final class Gathering {
        private final List<Integer> layers = new ArrayList<>();
        private Optional<FileStatus> status = Optional.empty();
        private boolean settled;

        void add(Folder folder, byte[] name, int layer) throws IOException {
            Optional<FileStatus> found = folder.find(name);
            if (found.isEmpty()) {
                return; // gone since it was listed
            }
            boolean directory = found.get().isDirectory();
            settled = !directory;
            if (Whiteout.isWhiteout(found.get()) || (!directory && status.isPresent())) {
                return;
            }
            if (directory) {
                try (Folder itself = folder.folder(name)) {
                    settled = LayerMerge.isOpaque(itself.descriptor());
                }
            }
            status = status.or(() -> found);
            layers.add(layer);
        }

        Optional<Child> child(RootPath path) {
            return status.map(topmost -> new Child(path, topmost, layers));
        }
    }

    /** One name in a folder. */
    public Optional<Child> find(Place place, byte[] name) throws IOException {
        Gathering gathering = new Gathering();
        for (int layer : place.layers()) {
            try (Folder folder = layers.get(layer).folder(place.path())) {
                gathering.add(folder, name, layer);
            }
            if (gathering.settled) {
                break;
            }
        }
        return gathering.child(place.path().child(name));
    }

    /** What is done with each name. */
    @FunctionalInterface
    public interface Visitor {
        /** @return whether to go into it, if it is a folder */
        boolean visit(Child child) throws IOException;
    }

    /** Everything, each folder before what is in it. */
    public void walk(Visitor visitor) throws IOException {
        walk(root(), visitor);
    }

    /** Everything below a place. */
    void walk(Place from, Visitor visitor) throws IOException {
        List<Place> todo = new ArrayList<>(List.of(from));
        while (!todo.isEmpty()) {
            List<Place> below = new ArrayList<>();
            for (Child child : children(todo.removeLast()).values()) {
                if (visitor.visit(child) && child.status().isDirectory()) {
                    below.add(child.place());
                }
            }
            todo.addAll(below.reversed());
        }
    }

    @Override
    public void close() {
        layers.forEach(RootDirectory::close);
    }
}

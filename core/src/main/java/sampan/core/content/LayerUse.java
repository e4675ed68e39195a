package sampan.core.content;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import sampan.core.image.catalogue.HeldImage;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileStatus;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.layer.LayerMerge;
import sampan.oci.layer.Whiteout;

/** What the layers of an image hold, and how much of it no container will ever see, because a layer above hides it. */
public final class LayerUse implements AutoCloseable {
    private final List<HeldImage.Layer> stack;
    private final List<RootDirectory> roots = new ArrayList<>();
    private final List<Count> counts = new ArrayList<>();
    private final PriorityQueue<Wasted> largest =
            new PriorityQueue<>(Comparator.comparingLong(Wasted::size).thenComparing(w -> w.path.toString()));
    private final int most;

    private LayerUse(HeldImage image, int most) throws IOException {
        this.stack = image.stack();
        this.most = most;
        for (HeldImage.Layer layer : stack) {
            roots.add(RootDirectory.open(layer.folder()));
            counts.add(new Count());
        }
    }

    /**
     * One layer.
     *
     * @param size bytes of its files
     * @param wasted of them, of files that a layer above replaced or deleted
     * @param files all that is no folder
     * @param deletions names that it takes away from the layers beneath
     */
    public record Use(HeldImage.Layer layer, long size, long wasted, long files, long deletions) {}

    /** A file that nobody sees. */
    public record Wasted(RootPath path, HeldImage.Layer layer, long size) {}

    /**
     * All of an image.
     *
     * @param layers the lowest first
     * @param largest files that nobody sees, the largest first
     */
    public record Report(List<Use> layers, List<Wasted> largest) {
        public Report {
            layers = List.copyOf(layers);
            largest = List.copyOf(largest);
        }

        public long size() {
            return layers.stream().mapToLong(Use::size).sum();
        }

        public long wasted() {
            return layers.stream().mapToLong(Use::wasted).sum();
        }
    }

    /** @param most how many of the largest files that nobody sees are named */
    public static Report of(HeldImage image, int most) throws IOException {
        try (LayerUse use = new LayerUse(image, most)) {
            return use.report();
        }
    }

    /** A layer while it is gone through. Files with several names count once, and are seen when one name is. */
    private static final class Count {
        private final Map<Long, Linked> linked = new HashMap<>();
        private long size;
        private long wasted;
        private long files;
        private long deletions;
    }

    private record Linked(RootPath path, long size, boolean seen) {}

    /** A layer's part of a folder. */
    private record Part(int layer, boolean hidden) {}

    private record Place(RootPath path, List<Part> parts) {}

    private Report report() throws IOException {
        Deque<Place> todo = new ArrayDeque<>(List.of(top()));
        while (!todo.isEmpty()) {
            look(todo.pop()).forEach(todo::push);
        }
        List<Use> layers = new ArrayList<>();
        for (int i = stack.size() - 1; i >= 0; i--) {
            Count count = counts.get(i);
            for (Linked file : count.linked.values()) {
                count(i, file.path, file.size, !file.seen);
            }
            layers.add(new Use(stack.get(i), count.size, count.wasted, count.files, count.deletions));
        }
        List<Wasted> wasted = new ArrayList<>(largest);
        wasted.sort(largest.comparator().reversed());
        return new Report(layers, wasted);
    }

    private Place top() throws IOException {
        List<Part> parts = new ArrayList<>();
        boolean hidden = false;
        for (int i = 0; i < stack.size(); i++) {
            parts.add(new Part(i, hidden));
            hidden |= LayerMerge.isOpaque(roots.get(i).descriptor());
        }
        return new Place(RootPath.root(), parts);
    }

    /** One name: the layers' folders of it, and whether what lies beneath is hidden. */
    private static final class Name {
        private final List<Part> folders = new ArrayList<>();
        private boolean covered;
    }

    private List<Place> look(Place place) throws IOException {
        Map<String, Name> names = new TreeMap<>();
        for (Part part : place.parts) {
            try (Folder folder = roots.get(part.layer).folder(place.path)) {
                for (Directory.Entry entry : folder.list()) {
                    Name name = names.computeIfAbsent(new String(entry.name(), ISO_8859_1), _ -> new Name());
                    look(place.path.child(entry.name()), folder, part, name);
                }
            }
        }
        List<Place> below = new ArrayList<>();
        for (Map.Entry<String, Name> name : names.entrySet()) {
            if (!name.getValue().folders.isEmpty()) {
                below.add(new Place(place.path.child(name.getKey().getBytes(ISO_8859_1)), name.getValue().folders));
            }
        }
        return below;
    }

    private void look(RootPath path, Folder folder, Part part, Name name) throws IOException {
        FileStatus status = folder.find(path.name()).orElse(null);
        if (status == null) {
            return;
        }
        boolean hidden = part.hidden || name.covered;
        if (status.isDirectory()) {
            name.folders.add(new Part(part.layer, hidden));
            try (Folder itself = folder.folder(path.name())) {
                name.covered |= LayerMerge.isOpaque(itself.descriptor());
            }
            return;
        }
        name.covered = true;
        Count count = counts.get(part.layer);
        if (Whiteout.isWhiteout(status)) {
            count.deletions++;
        } else if (status.links() > 1 && status.isRegular()) {
            count.files++;
            count.linked.merge(
                    status.inode(),
                    new Linked(path, status.size(), !hidden),
                    (one, other) -> new Linked(one.path, one.size, one.seen || other.seen));
        } else {
            count.files++;
            count(part.layer, path, status.isRegular() ? status.size() : 0, hidden);
        }
    }

    private void count(int layer, RootPath path, long size, boolean hidden) {
        Count count = counts.get(layer);
        count.size += size;
        if (hidden && size > 0) {
            count.wasted += size;
            largest.add(new Wasted(path, stack.get(layer), size));
            if (largest.size() > most) {
                largest.poll();
            }
        }
    }

    @Override
    public void close() {
        roots.forEach(RootDirectory::close);
    }
}

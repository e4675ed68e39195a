package sampan.core.content;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;
import sampan.core.snapshot.Change;
import sampan.core.snapshot.Change.Kind;
import sampan.core.snapshot.MergedTree.Child;
import sampan.core.snapshot.MergedTree.Place;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.rootfs.Folder;
import sampan.oci.layer.Xattrs;

/**
 * What differs between two images: type, owner, mode, attributes, content. A file that was only written again is the same; of what lies in
 * layers that both have, nothing is read.
 */
public final class Differences {
    private final ImageContent before;
    private final ImageContent after;

    public Differences(ImageContent before, ImageContent after) {
        this.before = before;
        this.after = after;
    }

    /** Is told of each difference. */
    @FunctionalInterface
    public interface Listener {
        void found(Change change) throws IOException;
    }

    private record Pair(Child before, Child after) {}

    /** Each folder before what is in it; of a folder that is gone, only itself. */
    public void tell(Listener listener) throws IOException {
        Deque<Pair> todo = new ArrayDeque<>();
        todo.push(new Pair(before.root(), after.root()));
        while (!todo.isEmpty()) {
            Pair pair = todo.pop();
            if (!folders(before, pair.before).equals(folders(after, pair.after))) {
                compare(pair, listener).forEach(todo::push);
            }
        }
    }

    /** Folders with the same parts have the same in them. */
    private static List<Path> folders(ImageContent content, Child folder) {
        return folder.layers().stream()
                .map(layer -> content.image().stack().get(layer).folder())
                .toList();
    }

    /** @return folders that both have, the last first */
    private Deque<Pair> compare(Pair pair, Listener listener) throws IOException {
        SortedMap<String, Child> old = before.tree().children(pair.before.place());
        SortedMap<String, Child> fresh = after.tree().children(pair.after.place());
        TreeSet<String> names = new TreeSet<>(old.keySet());
        names.addAll(fresh.keySet());
        Deque<Pair> below = new ArrayDeque<>();
        for (String name : names) {
            Child one = old.get(name);
            Child other = fresh.get(name);
            if (other == null) {
                listener.found(new Change(
                        Kind.DELETED, pair.before.path().child(name(one, pair.before)), Optional.empty()));
            } else if (one == null) {
                added(other, listener);
            } else {
                both(new Pair(one, other), listener, below);
            }
        }
        return below;
    }

    private static byte[] name(@org.jspecify.annotations.Nullable Child child, Child folder) {
        return child == null ? folder.path().name() : child.path().name();
    }

    private void both(Pair pair, Listener listener, Deque<Pair> below) throws IOException {
        if (!same(pair)) {
            listener.found(new Change(Kind.MODIFIED, pair.after.path(), Optional.of(pair.after)));
        }
        boolean folder = pair.after.status().isDirectory();
        if (folder && pair.before.status().isDirectory()) {
            below.push(pair);
        } else if (folder) {
            Place place = pair.after.place();
            for (Child child : after.tree().children(place).values()) {
                added(child, listener);
            }
        }
    }

    private void added(Child child, Listener listener) throws IOException {
        Deque<Child> todo = new ArrayDeque<>(List.of(child));
        while (!todo.isEmpty()) {
            Child next = todo.pop();
            listener.found(new Change(Kind.ADDED, next.path(), Optional.of(next)));
            if (next.status().isDirectory()) {
                List.copyOf(after.list(next)).reversed().forEach(todo::push);
            }
        }
    }

    private boolean same(Pair pair) throws IOException {
        FileStatus one = pair.before.status();
        FileStatus other = pair.after.status();
        if (one.sameFile(other)) {
            return true;
        }
        boolean alike = one.type() == other.type()
                && one.mode() == other.mode()
                && one.uid() == other.uid()
                && one.gid() == other.gid()
                && one.special() == other.special()
                && (one.isDirectory() || one.size() == other.size());
        return alike && sameAttributes(pair) && sameContent(pair);
    }

    private boolean sameAttributes(Pair pair) throws IOException {
        Map<String, byte[]> one = attributes(before, pair.before);
        Map<String, byte[]> other = attributes(after, pair.after);
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream()
                        .allMatch(entry -> Arrays.equals(entry.getValue(), other.get(entry.getKey())));
    }

    private static Map<String, byte[]> attributes(ImageContent content, Child child) throws IOException {
        try (Folder folder = content.tree().folderOf(child);
                Fd located = folder.locate(child.path().name())) {
            return Xattrs.of(located);
        }
    }

    private boolean sameContent(Pair pair) throws IOException {
        if (pair.before.status().isSymlink()) {
            return Arrays.equals(before.target(pair.before), after.target(pair.after));
        }
        if (!pair.before.status().isRegular()) {
            return true;
        }
        try (InputStream one = new BufferedInputStream(before.read(pair.before), 64 << 10);
                InputStream other = new BufferedInputStream(after.read(pair.after), 64 << 10)) {
            byte[] left = new byte[64 << 10];
            byte[] right = new byte[64 << 10];
            int got;
            do {
                got = one.readNBytes(left, 0, left.length);
                int there = other.readNBytes(right, 0, right.length);
                if (!Arrays.equals(left, 0, got, right, 0, there)) {
                    return false;
                }
            } while (got > 0);
            return true;
        }
    }
}

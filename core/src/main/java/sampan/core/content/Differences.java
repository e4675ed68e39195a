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
import java.util.TreeMap;
import java.util.TreeSet;
import sampan.core.snapshot.Change;
import sampan.core.snapshot.Change.Kind;
import sampan.core.snapshot.MergedTree.Child;
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

    /** What each of them has of a name. */
    private record Pair(Optional<Child> before, Optional<Child> after) {}

    /** In the order of their names, each folder before what is in it; of a folder that is gone, only itself. */
    public void tell(Listener listener) throws IOException {
        Deque<Pair> todo = new ArrayDeque<>();
        todo.push(new Pair(Optional.of(before.root()), Optional.of(after.root())));
        while (!todo.isEmpty()) {
            Pair pair = todo.pop();
            Optional<Change> change = change(pair);
            if (change.isPresent()) {
                listener.found(change.get());
            }
            below(pair).reversed().forEach(todo::push);
        }
    }

    private Optional<Change> change(Pair pair) throws IOException {
        if (pair.after.isEmpty()) {
            return pair.before.map(gone -> new Change(Kind.DELETED, gone.path(), Optional.empty()));
        }
        Child now = pair.after.get();
        if (pair.before.isEmpty()) {
            return Optional.of(new Change(Kind.ADDED, now.path(), pair.after));
        }
        return now.path().isRoot() || same(pair.before.get(), now)
                ? Optional.empty()
                : Optional.of(new Change(Kind.MODIFIED, now.path(), pair.after));
    }

    private List<Pair> below(Pair pair) throws IOException {
        Optional<Child> old = pair.before.filter(child -> child.status().isDirectory());
        Optional<Child> now = pair.after.filter(child -> child.status().isDirectory());
        if (now.isEmpty() || (old.isPresent() && folders(before, old.get()).equals(folders(after, now.get())))) {
            return List.of();
        }
        SortedMap<String, Child> had = old.isEmpty()
                ? new TreeMap<>()
                : before.tree().children(old.get().place());
        SortedMap<String, Child> has = after.tree().children(now.get().place());
        TreeSet<String> names = new TreeSet<>(had.keySet());
        names.addAll(has.keySet());
        return names.stream()
                .map(name -> new Pair(Optional.ofNullable(had.get(name)), Optional.ofNullable(has.get(name))))
                .toList();
    }

    /** Folders with the same parts have the same in them. */
    private static List<Path> folders(ImageContent content, Child folder) {
        return folder.layers().stream()
                .map(layer -> content.image().stack().get(layer).folder())
                .toList();
    }

    private boolean same(Child old, Child now) throws IOException {
        FileStatus one = old.status();
        FileStatus other = now.status();
        if (one.sameFile(other)) {
            return true;
        }
        boolean alike = one.type() == other.type()
                && one.mode() == other.mode()
                && one.uid() == other.uid()
                && one.gid() == other.gid()
                && one.special() == other.special()
                && (one.isDirectory() || one.size() == other.size());
        return alike && sameAttributes(old, now) && sameContent(old, now);
    }

    private boolean sameAttributes(Child old, Child now) throws IOException {
        Map<String, byte[]> one = attributes(before, old);
        Map<String, byte[]> other = attributes(after, now);
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

    private boolean sameContent(Child old, Child now) throws IOException {
        if (old.status().isSymlink()) {
            return Arrays.equals(before.target(old), after.target(now));
        }
        if (!old.status().isRegular()) {
            return true;
        }
        try (InputStream one = new BufferedInputStream(before.read(old), 64 << 10);
                InputStream other = new BufferedInputStream(after.read(now), 64 << 10)) {
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

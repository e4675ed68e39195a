package sampan.core.content;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sampan.core.image.catalogue.HeldImage;
import sampan.core.snapshot.MergedTree.Child;
import sampan.kernel.file.FileStatus;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.layer.LayerMerge;
import sampan.oci.layer.Whiteout;

/** Which layers of an image had a say about one path. */
public final class PathHistory {
    private static final int MOST_LINKS = 8;

    private PathHistory() {}

    /** What a layer did with it. */
    public enum Deed {
        ADDED,
        CHANGED,
        DELETED
    }

    /**
     * One layer's say.
     *
     * @param status of what the layer has there; empty where it deleted it
     */
    public record Event(RootPath path, HeldImage.Layer layer, Deed deed, Optional<FileStatus> status) {}

    /** What one layer knows of a path: the thing itself, or that it and what is beneath it is gone. */
    private record Sighting(Optional<FileStatus> status, boolean hidesBeneath) {
        static final Sighting NOTHING = new Sighting(Optional.empty(), false);
        static final Sighting GONE = new Sighting(Optional.empty(), true);
    }

    /**
     * The newest say first; what a link leads to comes after all that is to be said of the link.
     *
     * @return nothing when no layer ever had it
     */
    public static List<Event> of(ImageContent content, String path) throws IOException {
        List<Event> events = new ArrayList<>();
        Optional<Child> found = content.find(path);
        RootPath place = found.isPresent() ? found.get().path() : where(content, RootPath.of(path));
        events.addAll(at(content, place));
        for (int links = 0; found.isPresent() && found.get().status().isSymlink() && links < MOST_LINKS; links++) {
            found = content.find(ends(found.get(), content.target(found.get())));
            if (found.isPresent()) {
                events.addAll(at(content, found.get().path()));
            }
        }
        return events;
    }

    private static String ends(Child link, byte[] target) {
        String text = new String(target, java.nio.charset.StandardCharsets.UTF_8);
        return text.startsWith("/") ? text : link.path().parent() + "/" + text;
    }

    /** Of something that is no longer there: its folder may be reached through links all the same. */
    private static RootPath where(ImageContent content, RootPath path) throws IOException {
        if (path.isRoot()) {
            return path;
        }
        Optional<Child> parent = content.follow(path.parent().toString());
        return parent.isPresent() ? parent.get().path().child(path.name()) : path;
    }

    private static List<Event> at(ImageContent content, RootPath path) throws IOException {
        List<Event> events = new ArrayList<>();
        boolean there = false;
        for (HeldImage.Layer layer : content.image().stack().reversed()) {
            Sighting seen = look(layer, path);
            if (seen.status.isPresent()) {
                events.addFirst(new Event(path, layer, there ? Deed.CHANGED : Deed.ADDED, seen.status));
                there = true;
            } else if (seen.hidesBeneath && there) {
                events.addFirst(new Event(path, layer, Deed.DELETED, Optional.empty()));
                there = false;
            }
        }
        return events;
    }

    private static Sighting look(HeldImage.Layer layer, RootPath path) throws IOException {
        boolean opaque = false;
        try (RootDirectory root = RootDirectory.open(layer.folder())) {
            Folder folder = root.folder(RootPath.root());
            try {
                opaque = LayerMerge.isOpaque(folder.descriptor());
                List<byte[]> parts = path.parts();
                for (int i = 0; i < parts.size(); i++) {
                    Optional<FileStatus> status = folder.find(parts.get(i));
                    if (status.isEmpty()) {
                        return opaque ? Sighting.GONE : Sighting.NOTHING;
                    }
                    boolean last = i == parts.size() - 1;
                    if (Whiteout.isWhiteout(status.get())
                            || (!last && !status.get().isDirectory())) {
                        return Sighting.GONE;
                    }
                    if (last) {
                        return new Sighting(status, true);
                    }
                    Folder below = folder.folder(parts.get(i));
                    folder.close();
                    folder = below;
                    opaque |= LayerMerge.isOpaque(folder.descriptor());
                }
                return new Sighting(root.find(RootPath.root()), opaque);
            } finally {
                folder.close();
            }
        }
    }
}

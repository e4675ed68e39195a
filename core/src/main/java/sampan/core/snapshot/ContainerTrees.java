package sampan.core.snapshot;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.layer.TarEntry;
import sampan.oci.layer.TarWriter;
import sampan.oci.layer.TreePacker;
import sampan.oci.layer.Xattrs;

/**
 * The files of a container, and those of its image, without volumes and whatever else is mounted there: what of it is the container's own work,
 * and all of it as an archive.
 *
 * @param layered whether the image's files lie in layers of their own, so that what lies there is unchanged
 */
public record ContainerTrees(MergedTree now, MergedTree before, boolean layered) implements AutoCloseable {
    /** Made at each start as places for mounts, where the image has none. */
    private static final Set<String> MOUNT_POINTS = Set.of(
            "/.dockerenv",
            "/dev",
            "/dev/console",
            "/dev/mqueue",
            "/dev/pts",
            "/dev/shm",
            "/etc",
            "/etc/hostname",
            "/etc/hosts",
            "/etc/mtab",
            "/etc/resolv.conf",
            "/proc",
            "/sys",
            "/sys/fs/cgroup");

    /** Sorted by path. */
    public List<Change> changes() throws IOException {
        List<Change> changes = new ArrayList<>();
        compare(now.root(), before.root(), changes);
        changes.sort(Comparator.comparing(change -> new String(change.path().bytes(), ISO_8859_1)));
        return changes;
    }

    /** Whether anything below was changed. */
    private boolean compare(MergedTree.Place here, MergedTree.Place there, List<Change> changes) throws IOException {
        Map<String, MergedTree.Child> old = before.children(there);
        Map<String, MergedTree.Child> present = now.children(here);
        int known = changes.size();
        for (var name : old.entrySet()) {
            if (!present.containsKey(name.getKey())) {
                changes.add(new Change(Change.Kind.DELETED, name.getValue().path(), Optional.empty()));
            }
        }
        for (var name : present.entrySet()) {
            MergedTree.Child child = name.getValue();
            MergedTree.Child past = old.get(name.getKey());
            if (past == null) {
                added(child, changes);
            } else if (!layered || child.layer() == 0) {
                modified(child, past, changes);
            }
        }
        return changes.size() > known;
    }

    private void added(MergedTree.Child child, List<Change> changes) throws IOException {
        List<Change> below = new ArrayList<>();
        if (child.status().isDirectory()) {
            now.walk(child.place(), found -> {
                if (!isMountPoint(found)) {
                    below.add(new Change(Change.Kind.ADDED, found.path(), Optional.of(found)));
                }
                return true;
            });
        }
        if (!below.isEmpty() || !isMountPoint(child)) {
            changes.add(new Change(Change.Kind.ADDED, child.path(), Optional.of(child)));
            changes.addAll(below);
        }
    }

    private void modified(MergedTree.Child child, MergedTree.Child past, List<Change> changes) throws IOException {
        boolean folders = child.status().isDirectory() && past.status().isDirectory();
        boolean below = folders && compare(child.place(), past.place(), changes);
        if (below || differs(child, past)) {
            changes.add(new Change(Change.Kind.MODIFIED, child.path(), Optional.of(child)));
        }
    }

    /** Of folders, time and size say only that something in them changed. */
    private boolean differs(MergedTree.Child child, MergedTree.Child past) throws IOException {
        FileStatus a = child.status();
        FileStatus b = past.status();
        if (!sameKind(a, b)) {
            return true;
        }
        boolean content = !a.isDirectory() && (a.size() != b.size() || !sameTime(a.modified(), b.modified()));
        return content || capability(now, child) != capability(before, past);
    }

    private static boolean sameKind(FileStatus a, FileStatus b) {
        return a.type() == b.type()
                && a.mode() == b.mode()
                && a.uid() == b.uid()
                && a.gid() == b.gid()
                && a.special() == b.special();
    }

    /** What came out of an archive may know whole seconds only. */
    private static boolean sameTime(Instant a, Instant b) {
        return a.getEpochSecond() == b.getEpochSecond()
                && (a.getNano() == b.getNano() || a.getNano() == 0 || b.getNano() == 0);
    }

    private static boolean capability(MergedTree tree, MergedTree.Child child) throws IOException {
        if (!child.status().isRegular()) {
            return false;
        }
        try (Folder folder = tree.folderOf(child);
                Fd file = folder.locate(child.path().name())) {
            return Xattrs.of(file).containsKey("security.capability");
        }
    }

    /** Empty: with something in it, it is somebody's work. */
    private static boolean isMountPoint(MergedTree.Child child) {
        FileStatus status = child.status();
        boolean empty = status.isDirectory() || (status.isRegular() && status.size() == 0);
        return empty && MOUNT_POINTS.contains(child.path().toString());
    }

    /** The archive of a layer that makes the container of its image: what was changed, and whiteouts for what was deleted. */
    public void packLayer(List<Change> changes, TarWriter archive) throws IOException {
        TreePacker packer = new TreePacker(archive);
        for (Change change : changes) {
            if (change.child().isEmpty()) {
                archive.write(whiteout(change.path()));
            } else {
                add(packer, change.child().get());
            }
        }
        archive.finish();
    }

    private static TarEntry whiteout(RootPath path) {
        String parent =
                path.parent().isRoot() ? "" : TarWriter.name(path.parent().bytes()) + "/";
        return new TarEntry(
                parent + ".wh." + TarWriter.name(path.name()),
                new TarEntry.Attributes(0, 0, 0, 0, 0),
                new TarEntry.Content.File(0, List.of()),
                Map.of());
    }

    /** The archive of everything. */
    public void packAll(TarWriter archive) throws IOException {
        TreePacker packer = new TreePacker(archive);
        now.walk(child -> {
            add(packer, child);
            return true;
        });
        archive.finish();
    }

    private void add(TreePacker packer, MergedTree.Child child) throws IOException {
        try (Folder folder = now.folderOf(child)) {
            packer.add(
                    folder,
                    child.path().name(),
                    child.status(),
                    TarWriter.name(child.path().bytes()));
        }
    }

    @Override
    public void close() {
        now.close();
        before.close();
    }
}

package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootPath;
import sampan.kernel.rootfs.TreeVisitor;

/**
 * Makes the archive of a layer from its folder, as overlayfs keeps it: whiteouts and opaque directories become the names that layer.md
 * gives them. The same folder gives the same bytes.
 */
public final class LayerPacker {
    private final TarWriter archive;
    private final TreePacker packer;
    private final Filter filter;

    /** Which names of a folder do not belong to the layer. */
    @FunctionalInterface
    public interface Filter {
        /** @return whether it, and all below it, is left out */
        boolean leavesOut(RootPath path, FileStatus status) throws IOException;
    }

    private LayerPacker(TarWriter archive, Filter filter) {
        this.archive = archive;
        this.packer = new TreePacker(archive);
        this.filter = filter;
    }

    /** Writes all of the folder, and the end of the archive. */
    public static void pack(Folder layer, TarWriter archive) throws IOException {
        pack(layer, archive, (_, _) -> false);
    }

    /** As {@link #pack(Folder, TarWriter)}, without what the filter leaves out. */
    public static void pack(Folder layer, TarWriter archive, Filter filter) throws IOException {
        layer.walk(new LayerPacker(archive, filter)::visit);
        archive.finish();
    }

    private boolean visit(TreeVisitor.Place place) throws IOException {
        FileStatus status = place.status();
        RootPath path = place.path();
        if (filter.leavesOut(path, status)) {
            return false;
        }
        byte[] name = place.name();
        String whole = TarWriter.name(path.bytes());
        if (Whiteout.isWhiteout(status)) {
            String parent =
                    path.parent().isRoot() ? "" : TarWriter.name(path.parent().bytes()) + "/";
            marker(parent + Whiteout.PREFIX + new String(name, ISO_8859_1), status);
            return false;
        }
        packer.add(place.folder(), name, status, whole);
        if (status.isDirectory() && isOpaque(place.folder(), name)) {
            marker(whole + "/" + Whiteout.OPAQUE, status);
        }
        return true;
    }

    private static boolean isOpaque(Folder folder, byte[] name) throws IOException {
        try (Fd directory = folder.locate(name)) {
            return LayerMerge.isOpaque(directory);
        }
    }

    private void marker(String name, FileStatus status) throws IOException {
        TarEntry.Attributes attributes =
                new TarEntry.Attributes(0, 0, 0, status.modified().getEpochSecond(), 0);
        archive.write(new TarEntry(name, attributes, new TarEntry.Content.File(0, List.of()), Map.of()));
    }
}

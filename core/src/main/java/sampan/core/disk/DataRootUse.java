package sampan.core.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import sampan.core.disk.DiskOwner.Kind;
import sampan.core.error.EngineException;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Directory;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Stat;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;

/** Goes through a data root and adds up the blocks of everything in it, each under its owner, as du(1) counts them. */
public final class DataRootUse {
    private static final int BLOCK = 512;
    private static final String LAYERS = "layers";
    private static final String LAYER_CONTENT = "fs";
    /** Folders with a folder for each owner. */
    private static final Map<String, Kind> OWNED = Map.of(
            "snapshots", Kind.WRITABLE,
            "containers", Kind.RECORD,
            "volumes", Kind.VOLUME,
            "trash", Kind.REMOVED);

    /** Files and folders that are of one kind whatever is in them. */
    private static final Map<String, Kind> WHOLE = Map.of(
            "images", Kind.IMAGES,
            "blobs", Kind.IMAGES,
            "networks", Kind.NETWORKS,
            "filters", Kind.FILTERS,
            "engine.lock", Kind.ENGINE,
            "event-hooks.dead", Kind.ENGINE);

    private final Map<Owner, Long> bytes =
            new TreeMap<>(Comparator.comparing(Owner::kind).thenComparing(Owner::name));
    /** Of files with several names those that were counted. */
    private final Set<Inode> counted = new HashSet<>();

    private record Owner(Kind kind, String name) {}

    private record Inode(long device, long number) {}

    private DataRootUse() {}

    /** All owners, by kind and name. What vanishes meanwhile is not counted. */
    public static List<DiskOwner> of(Path dataRoot) {
        try (RootDirectory root = RootDirectory.open(dataRoot);
                Folder top = root.folder(RootPath.root())) {
            DataRootUse use = new DataRootUse();
            use.add(new Owner(Kind.ENGINE, ""), Stat.of(top.descriptor()));
            for (Directory.Entry entry : top.list()) {
                use.section(top, entry);
            }
            return use.bytes.entrySet().stream()
                    .map(each -> new DiskOwner(each.getKey().kind, each.getKey().name, each.getValue()))
                    .toList();
        } catch (IOException failed) {
            throw new EngineException.SystemError("cannot look at " + dataRoot + ": " + failed.getMessage(), null);
        }
    }

    private void section(Folder top, Directory.Entry entry) throws IOException {
        String name = entry.text();
        if (name.equals(LAYERS)) {
            each(top, entry.name(), Kind.ENGINE, this::layer);
        } else if (OWNED.containsKey(name)) {
            Kind kind = OWNED.get(name);
            each(top, entry.name(), Kind.ENGINE, (folder, owner) -> tree(folder, owner, new Owner(kind, text(owner))));
        } else {
            Kind kind = WHOLE.getOrDefault(name, Kind.STRANGER);
            tree(top, entry.name(), new Owner(kind, kind == Kind.STRANGER ? name : ""));
        }
    }

    /** {@code layers/<hex>} is a folder with its content and how that is packed again; other names are on their way in or out. */
    private void layer(Folder layers, byte[] name) throws IOException {
        String text = text(name);
        if (text.startsWith("tmp-")) {
            tree(layers, name, new Owner(Kind.UNFINISHED, ""));
        } else if (text.startsWith("replaced-")) {
            tree(layers, name, new Owner(Kind.REPLACED, text));
        } else if (text.matches("[0-9a-f]{64}")) {
            each(layers, name, Kind.RECIPE, (layer, part) -> {
                boolean content = text(part).startsWith(LAYER_CONTENT); // or what a storage driver made of it
                Kind kind = content ? Kind.LAYER : Kind.RECIPE;
                tree(layer, part, new Owner(kind, text));
            });
        } else {
            tree(layers, name, new Owner(text.equals("clean") ? Kind.ENGINE : Kind.STRANGER, text));
        }
    }

    /** What is done with a name of a folder. */
    @FunctionalInterface
    private interface Part {
        void visit(Folder folder, byte[] name) throws IOException;
    }

    /** @param own whose the folder itself is */
    private void each(Folder parent, byte[] name, Kind own, Part part) throws IOException {
        Optional<FileStatus> status = parent.find(name);
        if (status.isEmpty()) {
            return;
        }
        add(new Owner(own, own == Kind.RECIPE ? text(name) : ""), status.get());
        if (!status.get().isDirectory()) {
            return;
        }
        try (Folder folder = parent.folder(name)) {
            for (Directory.Entry entry : folder.list()) {
                part.visit(folder, entry.name());
            }
        } catch (SyscallException failed) {
            passOver(failed);
        }
    }

    /** A name and all below it, on this file system. */
    private void tree(Folder parent, byte[] name, Owner owner) throws IOException {
        Optional<FileStatus> status = parent.find(name);
        if (status.isEmpty()) {
            return;
        }
        add(owner, status.get());
        if (!status.get().isDirectory() || status.get().mountRoot()) {
            return;
        }
        try (Folder folder = parent.folder(name)) {
            folder.walk(place -> {
                if (!place.status().mountRoot()) {
                    add(owner, place.status());
                }
                return true;
            });
        } catch (SyscallException failed) {
            passOver(failed);
        }
    }

    private static void passOver(SyscallException failed) throws SyscallException {
        if (!failed.is(Errno.ENOENT) && !failed.is(Errno.ENOTDIR)) {
            throw failed;
        }
    }

    private void add(Owner owner, FileStatus status) {
        boolean several = status.links() > 1 && !status.isDirectory();
        if (!several || counted.add(new Inode(status.device(), status.inode()))) {
            bytes.merge(owner, status.blocks() * BLOCK, Long::sum);
        }
    }

    private static String text(byte[] name) {
        return new String(name, StandardCharsets.UTF_8);
    }
}

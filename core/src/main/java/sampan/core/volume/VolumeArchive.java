package sampan.core.volume;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sampan.core.error.EngineException;
import sampan.kernel.Errno;
import sampan.kernel.SyscallException;
import sampan.kernel.file.Chmod;
import sampan.kernel.file.Chown;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Utimens;
import sampan.kernel.rootfs.Folder;
import sampan.kernel.rootfs.RootDirectory;
import sampan.kernel.rootfs.RootPath;
import sampan.oci.image.ImageFormatException;
import sampan.oci.layer.EntrySink;
import sampan.oci.layer.TarEntry;
import sampan.oci.layer.TarWriter;
import sampan.oci.layer.TreeConflictException;
import sampan.oci.layer.TreePacker;
import sampan.oci.layer.TreeRules;
import sampan.oci.layer.TreeUnpacker;

/** What is in a volume as an archive, and back: owners, modes, times, links, extended attributes and holes with it. No path leads out of the volume. */
public record VolumeArchive(RootDirectory content) {
    private static final Set<String> TOP = Set.of("./", ".", "/");
    /** Sockets are nothing without the process that listens. */
    private static final Set<FileType> LEFT_OUT = Set.of(FileType.SOCKET);

    /** What is done with a volume while it is open. */
    @FunctionalInterface
    public interface Work {
        void with(VolumeArchive files) throws IOException;
    }

    /** Hands everything over; what is mounted in it is not its own. */
    public void pack(EntrySink archive) throws IOException {
        TreePacker packer = new TreePacker(archive);
        try (Folder top = content.folder(RootPath.root())) {
            packer.addTop(top, "./");
        }
        content.walk(place -> {
            if (!LEFT_OUT.contains(place.status().type())) {
                packer.add(
                        place.folder(),
                        place.name(),
                        place.status(),
                        "./" + TarWriter.name(place.path().bytes()));
            }
            return true;
        });
    }

    /** Puts an archive, plain or compressed, over what is there. */
    public void unpack(InputStream archive) throws IOException {
        try (TreeUnpacker target = new TreeUnpacker(content, TreeRules.below(RootPath.root()))) {
            Optional<TarEntry.Attributes> top = unpack(archive, target);
            target.finish();
            if (top.isPresent()) {
                apply(top.get());
            }
        } catch (TreeConflictException | ImageFormatException wrong) {
            throw new EngineException.InvalidArgument("Error processing tar file: " + wrong.getMessage());
        } catch (SyscallException failed) {
            throw new EngineException.SystemError(Errno.sentence(failed.errno()), failed);
        }
    }

    /** @return those of the volume's own folder, if the archive has them: who unpacks leaves what he unpacks into as it is */
    private static Optional<TarEntry.Attributes> unpack(InputStream archive, TreeUnpacker target) throws IOException {
        List<TarEntry.Attributes> top = new ArrayList<>();
        target.unpack(archive, entry -> {
            if (TOP.contains(entry.name()) && entry.content() instanceof TarEntry.Content.Directory) {
                top.add(entry.attributes());
            }
        });
        return top.isEmpty() ? Optional.empty() : Optional.of(top.getLast());
    }

    private void apply(TarEntry.Attributes attributes) throws IOException {
        Chown.of(content.descriptor(), attributes.uid(), attributes.gid());
        Chmod.of(content.descriptor(), attributes.mode());
        Instant modified = Instant.ofEpochSecond(attributes.seconds(), attributes.nanos());
        Utimens.of(content.descriptor(), modified, modified);
    }
}

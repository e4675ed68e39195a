package sampan.oci.layer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;
import sampan.kernel.Fd;
import sampan.kernel.file.FileStatus;
import sampan.kernel.file.Open;
import sampan.kernel.file.OpenFlags;
import sampan.kernel.file.Read;
import sampan.kernel.file.Readlink;
import sampan.kernel.file.Stat;
import sampan.kernel.file.Xattr;
import sampan.kernel.rootfs.RootDirectory;

/** A directory to unpack into, beside a canary that nothing may touch. */
final class Tree implements AutoCloseable {
    final Path root;
    final Path canary;
    private final Fd fd;
    private final RootDirectory directory;
    private final String before;

    Tree(Path folder) throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        canary = Files.createDirectory(folder.resolve("canary"));
        Files.writeString(canary.resolve("file"), "untouched");
        Files.createDirectory(canary.resolve("dir"));
        fd = Open.open(root, OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY);
        directory = RootDirectory.open(root);
        before = snapshot(folder);
    }

    LayerUnpacker.Unpacked unpack(byte[] archive) throws IOException {
        return LayerUnpacker.unpack(new ByteArrayInputStream(archive), directory);
    }

    LayerUnpacker.Unpacked unpack(TarBuilder archive) throws IOException {
        return unpack(archive.bytes());
    }

    private static byte[] bytes(String path) {
        return path.getBytes(ISO_8859_1);
    }

    FileStatus status(String path) throws IOException {
        return Stat.at(fd, bytes(path));
    }

    boolean has(String path) throws IOException {
        return Stat.find(fd, bytes(path)).isPresent();
    }

    String link(String path) throws IOException {
        return new String(Readlink.at(fd, bytes(path)), ISO_8859_1);
    }

    String content(String path) throws IOException {
        try (Fd file = Open.at(fd, bytes(path), OpenFlags.O_RDONLY, 0)) {
            return new String(Read.all(file, 16 << 20), ISO_8859_1);
        }
    }

    /** The attribute's value, or empty. */
    String xattr(String path, String name) throws IOException {
        try (Fd file = Open.at(fd, bytes(path), OpenFlags.O_PATH | OpenFlags.O_NOFOLLOW, 0)) {
            return Xattr.get(file, name)
                    .map(value -> new String(value, ISO_8859_1))
                    .orElse("");
        }
    }

    /** Whether everything beside the root is as it was. */
    boolean outsideUntouched() throws IOException {
        return snapshot(root.getParent()).equals(before);
    }

    private String snapshot(Path folder) throws IOException {
        TreeMap<String, String> seen = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(f -> !f.startsWith(root) && !f.equals(folder)).toList()) {
                FileStatus status = Stat.of(file);
                String content = status.isRegular() ? Files.readString(file) : "";
                seen.put(file.toString(), status + content);
            }
        }
        return seen.toString();
    }

    @Override
    public void close() {
        directory.close();
        fd.close();
    }
}

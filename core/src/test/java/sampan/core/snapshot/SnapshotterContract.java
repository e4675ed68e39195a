package sampan.core.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.core.error.EngineException;
import sampan.kernel.Fd;
import sampan.kernel.file.FileType;
import sampan.kernel.file.Mknod;
import sampan.kernel.file.Open;
import sampan.kernel.file.Xattr;
import sampan.kernel.rootfs.RootDirectory;
import sampan.oci.layer.Whiteout;
import sampan.oci.store.Trash;

/** What every snapshotter does. */
abstract class SnapshotterContract {
    @TempDir
    Path temporary;

    Path folder;
    Path root;
    private Trash trash;
    private Snapshotter snapshotter;

    /** Docker's name for it. */
    abstract String driver();

    /** On the file system that it is to be tried on. */
    Path place() throws Exception {
        return temporary;
    }

    void leave() throws Exception {}

    Snapshotter snapshotter() {
        return snapshotter;
    }

    @BeforeEach
    void open() throws Exception {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isZero();
        folder = place();
        root = folder.resolve("root");
        trash = Trash.open(root);
        snapshotter = Snapshotters.open(root, trash, Optional.of(driver()));
    }

    @AfterEach
    void close() throws Exception {
        snapshotter.close();
        trash.close();
        leave();
    }

    /** Three layers: the topmost hides, replaces and adds. */
    List<Path> layers() throws Exception {
        Path bottom = Files.createDirectories(folder.resolve("bottom"));
        Path middle = Files.createDirectories(folder.resolve("middle"));
        Path top = Files.createDirectories(folder.resolve("top"));
        write(bottom, "etc/passwd", "old");
        write(bottom, "etc/group", "group");
        write(bottom, "opaque/hidden", "hidden");
        write(bottom, "gone", "gone");
        write(bottom, "dir/file", "file");
        write(bottom, "swap/inside", "x");
        Files.createSymbolicLink(bottom.resolve("link"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(bottom.resolve("up"), Path.of("../../../etc"));
        Files.createSymbolicLink(bottom.resolve("loop"), Path.of("loop"));
        write(middle, "etc/passwd", "new");
        write(middle, "swap", "a file now");
        Files.createLink(middle.resolve("hard"), middle.resolve("swap"));
        Files.createDirectories(top.resolve("opaque"));
        write(top, "opaque/shown", "shown");
        Files.createDirectories(top.resolve("dir"));
        try (Fd layer = Open.directory(top)) {
            Mknod.at(layer, "gone".getBytes(UTF_8), FileType.CHARACTER_DEVICE, 0, 0);
            Mknod.at(layer, "dir/file".getBytes(UTF_8), FileType.CHARACTER_DEVICE, 0, 0);
        }
        try (Fd opaque = Open.directory(top.resolve("opaque"))) {
            Xattr.set(opaque, Whiteout.opaqueAttribute(), Whiteout.opaqueValue());
        }
        return List.of(top, middle, bottom);
    }

    private static void write(Path layer, String name, String content) throws IOException {
        Files.createDirectories(layer.resolve(name).getParent());
        Files.writeString(layer.resolve(name), content);
    }

    private static String read(LayeredRoot view, String path) throws IOException {
        return view.readSmallFile(path, 100)
                .map(bytes -> new String(bytes, UTF_8))
                .orElse("(nothing)");
    }

    @Test
    void showsTheLayersAsOne() throws Exception {
        List<Path> layers = layers();
        snapshotter.prepare("c1", layers, false);
        try (LayeredRoot view = snapshotter.view("c1", layers)) {
            assertThat(read(view, "/etc/passwd")).isEqualTo("new");
            assertThat(read(view, "etc/group")).isEqualTo("group");
            assertThat(read(view, "link")).isEqualTo("new");
            assertThat(read(view, "up/passwd")).isEqualTo("new");
            assertThat(read(view, "up/../gone")).isEqualTo("(nothing)");
            assertThat(read(view, "opaque/hidden")).isEqualTo("(nothing)");
            assertThat(read(view, "opaque/shown")).isEqualTo("shown");
            assertThat(read(view, "dir/file")).isEqualTo("(nothing)");
            assertThat(read(view, "swap")).isEqualTo("a file now");
            assertThat(read(view, "swap/inside")).isEqualTo("(nothing)");
            assertThatThrownBy(() -> read(view, "loop")).hasMessageContaining("ELOOP");
            assertThatThrownBy(() -> read(view, "etc")).hasMessageContaining("is a directory");
            assertThat(view.find("dir").orElseThrow().isDirectory()).isTrue();
        }
    }

    @Test
    void copiesAFolderAsItIsShown() throws Exception {
        List<Path> layers = layers();
        snapshotter.prepare("c1", layers, false);
        Path copy = Files.createDirectory(folder.resolve("copy"));
        try (LayeredRoot view = snapshotter.view("c1", layers);
                RootDirectory target = RootDirectory.open(copy)) {
            assertThat(view.copyFolder("/", target)).isPresent();
            assertThat(view.copyFolder("/etc/passwd", target)).isEmpty();
            assertThat(view.copyFolder("/nothing", target)).isEmpty();
        }
        assertThat(copy.resolve("gone")).doesNotExist();
        assertThat(copy.resolve("opaque/hidden")).doesNotExist();
        assertThat(copy.resolve("swap")).hasContent("a file now");
        assertThat(Files.getAttribute(copy.resolve("hard"), "unix:ino"))
                .isEqualTo(Files.getAttribute(copy.resolve("swap"), "unix:ino"));
        assertThat(Files.readSymbolicLink(copy.resolve("link"))).hasToString("/etc/passwd");
    }

    @Test
    void cve2026x47262_endlessFilesAreRefusedAtOnce() throws Exception {
        List<Path> layers = layers();
        write(layers.getFirst(), "large", "x".repeat(101));
        new ProcessBuilder("mkfifo", layers.getFirst().resolve("fifo").toString())
                .start()
                .waitFor();
        Files.createSymbolicLink(layers.getFirst().resolve("zero"), Path.of("/dev/zero"));
        snapshotter.prepare("c1", layers, false);
        try (LayeredRoot view = snapshotter.view("c1", layers)) {
            assertThatThrownBy(() -> read(view, "large")).hasMessageContaining("larger than");
            assertThatThrownBy(() -> read(view, "fifo")).isInstanceOf(IOException.class);
            assertThat(read(view, "zero")).isEqualTo("(nothing)");
        }
    }

    @Test
    void isFoundAgainAndRemoved() throws Exception {
        List<Path> layers = layers();
        Snapshot made = snapshotter.prepare("c1", layers, true);
        assertThat(snapshotter.find("c1", layers, true)).isEqualTo(made);
        assertThat(snapshotter.list()).containsExactly("c1");
        assertThat(snapshotter.usage("c1")).isNotNegative();
        snapshotter.remove("c1");
        snapshotter.remove("c1");
        assertThat(snapshotter.list()).isEmpty();
        assertThatThrownBy(() -> snapshotter.find("c1", layers, true)).isInstanceOf(EngineException.NotFound.class);
        assertThatThrownBy(() -> snapshotter.view("c1", layers)).isInstanceOf(EngineException.NotFound.class);
        trash.close();
        try (Stream<Path> left = Files.list(root.resolve("trash"))) {
            assertThat(left).isEmpty();
        }
        trash = Trash.open(root);
    }

    @Test
    void layersStayUntouched() throws Exception {
        List<Path> layers = layers();
        snapshotter.prepare("c1", layers, false);
        snapshotter.prepare("c2", layers, false);
        snapshotter.remove("c1");
        assertThat(layers.getLast().resolve("gone")).hasContent("gone");
        assertThat(layers.get(1).resolve("swap")).hasContent("a file now");
    }

    @Test
    void whatAContainerWritesIsItsOwn() throws Exception {
        List<Path> layers = layers();
        Path one = upper(snapshotter.prepare("c1", layers, false));
        Path two = upper(snapshotter.prepare("c2", layers, false));
        long before = snapshotter.usage("c1");
        Files.createDirectories(one.resolve("etc"));
        Files.writeString(one.resolve("etc/passwd"), "mine");
        Files.writeString(one.resolve("fresh"), "x".repeat(10_000));
        assertThat(snapshotter.usage("c1") - before).isBetween(10_000L, 10_004L);
        assertThat(two.resolve("fresh")).doesNotExist();
        assertThat(layers.get(1).resolve("etc/passwd")).hasContent("new");
        try (LayeredRoot view = snapshotter.view("c2", layers)) {
            assertThat(read(view, "etc/passwd")).isEqualTo("new");
        }
        try (ContainerTrees trees = snapshotter.trees("c1", layers)) {
            assertThat(trees.changes())
                    .extracting(change -> change.kind().name().charAt(0) + " " + change.path())
                    .containsExactly("M /etc", "M /etc/passwd", "A /fresh");
        }
    }

    /** Where a container's own files are. */
    private static Path upper(Snapshot snapshot) {
        return switch (snapshot) {
            case Snapshot.Overlay overlay -> overlay.upper();
            case Snapshot.Plain plain -> plain.root();
        };
    }

    @Test
    void aContainerOfAnotherDriverIsTold() throws Exception {
        List<Path> layers = layers();
        Files.createDirectories(root.resolve("snapshots/c1/elsewhere"));
        assertThatThrownBy(() -> snapshotter.find("c1", layers, false))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessageContaining("was made with another storage driver");
        snapshotter.remove("c1");
        assertThat(snapshotter.list()).isEmpty();
    }

    @Test
    void cve2014x9358_anIdIsNoPath() throws Exception {
        List<Path> layers = layers();
        for (String id : new String[] {"", ".", "..", "../x", "/etc", "a/b", "a\0b", "a\nb", "-x", "x".repeat(4096)}) {
            assertThatThrownBy(() -> snapshotter.prepare(id, layers, false))
                    .isInstanceOf(EngineException.InvalidArgument.class);
            assertThatThrownBy(() -> snapshotter.remove(id)).isInstanceOf(EngineException.InvalidArgument.class);
        }
    }

    @Test
    void cve2021x41091_othersCannotReachFiles() throws Exception {
        snapshotter.prepare("c1", layers(), false);
        assertThat((int) Files.getAttribute(root.resolve("snapshots"), "unix:mode") & 07777)
                .isEqualTo(0700);
        assertThat((int) Files.getAttribute(root.resolve("snapshots/c1"), "unix:mode") & 07777)
                .isEqualTo(0700);
    }
}

package sampan.core.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sampan.core.error.EngineException;
import sampan.core.event.Publisher;
import sampan.core.image.archive.ImportOptions;
import sampan.core.image.catalogue.Image;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.store.Trash;

final class ImageStoreTest {
    private static final String USER = "c0ffee".repeat(10) + "c0ff";

    @TempDir
    Path root;

    private Trash trash;
    private ImageStore store;
    private Instant now = Instant.parse("2026-06-01T00:00:00Z");

    @BeforeEach
    void open() throws Exception {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isZero();
        trash = Trash.open(root);
        store = ImageStore.open(root, trash, clock(), Publisher.NOWHERE);
    }

    private Clock clock() {
        return InstantSource.fixed(now).withZone(ZoneOffset.UTC);
    }

    @AfterEach
    void close() {
        store.close();
        trash.close();
    }

    private void reopen() throws IOException {
        close();
        trash = Trash.open(root);
        store = ImageStore.open(root, trash, clock(), Publisher.NOWHERE);
    }

    private static ImageReference reference(String text) throws IOException {
        return ImageReference.parse(text);
    }

    /** An archive with one file of this content, made by tar(1). */
    private InputStream archive(String content) throws Exception {
        Path source = Files.createTempDirectory("archive");
        Files.writeString(source.resolve("file"), content);
        Process tar = new ProcessBuilder("tar", "-C", source.toString(), "--mtime=@0", "-c", ".").start();
        byte[] bytes = tar.getInputStream().readAllBytes();
        Files.delete(source.resolve("file"));
        Files.delete(source);
        return new ByteArrayInputStream(bytes);
    }

    private Image image(String content, String name) throws Exception {
        return store.importRootfs(archive(content), Optional.of(reference(name)), ImportOptions.DEFAULT);
    }

    @Test
    void aNewRootHasBusybox() throws Exception {
        Image busybox = store.find("localhost/busybox");
        assertThat(busybox.config().config().cmd()).containsExactly("sh");
        assertThat(busybox.config().config().labels().get("org.opencontainers.image.version"))
                .isNotEmpty();
        assertThat(busybox.layers()).hasSize(1);
        Path rootfs = busybox.layers().getFirst();
        assertThat(rootfs.resolve("bin/sh")).isExecutable();
        assertThat((int) Files.getAttribute(rootfs.resolve("tmp"), "unix:mode") & 07777)
                .isEqualTo(01777);
        assertThat(rootfs.resolve("etc/passwd")).content().startsWith("root:x:0:0:");
        store.remove("localhost/busybox", false, _ -> List.of());
        reopen();
        assertThat(store.list()).isEmpty();
    }

    @Test
    void isTheSameAfterReopening() throws Exception {
        Image before = store.importRootfs(
                archive("x"),
                Optional.of(reference("me/app:1")),
                ImportOptions.DEFAULT.withChanges("CMD [\"x\"]", "ENV A=b"));
        assertThat(before.config().history().getFirst().comment()).isEqualTo("Imported from -");
        assertThat(before.config().created()).contains(now);
        assertThat(before.size()).isEqualTo(1);
        reopen();
        assertThat(store.find("me/app:1")).isEqualTo(before);
        assertThat(store.find("docker.io/me/app:1")).isEqualTo(before);
        assertThat(Files.readString(before.layers().getFirst().resolve("file"))).isEqualTo("x");
    }

    @Test
    void findsByNameThenById() throws Exception {
        Image image = image("x", "debian");
        assertThat(store.find("debian")).isEqualTo(image);
        assertThat(store.find("debian:latest")).isEqualTo(image);
        assertThat(store.find("docker.io/library/debian")).isEqualTo(image);
        assertThat(store.find(image.id().shortened())).isEqualTo(image);
        assertThat(store.find(image.id().toString())).isEqualTo(image);
        assertThat(store.find(image.id().digest().hex())).isEqualTo(image);
        assertThat(store.find("sha256:" + image.id().shortened())).isEqualTo(image);
    }

    @Test
    void saysInDockersWordsWhatIsNotThere() {
        String hex = "0".repeat(64);
        for (String[] asked : new String[][] {
            {"foo", "No such image: foo:latest"},
            {"foo:1", "No such image: foo:1"},
            {"localhost/foo", "No such image: localhost/foo:latest"},
            {hex, "No such image: sha256:" + hex},
            {"sha256:" + hex, "No such image: sha256:" + hex}
        }) {
            assertThatThrownBy(() -> store.find(asked[0]))
                    .isInstanceOf(EngineException.NotFound.class)
                    .hasMessage(asked[1]);
        }
        assertThatThrownBy(() -> store.find("Foo"))
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessage("invalid reference format: repository name (library/Foo) must be lowercase");
    }

    @Test
    void cve2014x9358_namesAreNoPaths() {
        for (String name : new String[] {"../../etc/passwd", "a/../../b", "sha256:../../../x", "/etc", "a\0b", ""}) {
            assertThatThrownBy(() -> store.find(name)).isInstanceOf(EngineException.InvalidArgument.class);
        }
    }

    @Test
    void anAmbiguousPrefixIsNoImage() throws Exception {
        for (int i = 0; i < 17; i++) { // two of 17 ids start alike
            image("content " + i, "app:" + i);
        }
        List<String> firsts = store.list().stream()
                .map(image -> image.id().shortened().substring(0, 1))
                .toList();
        String twice = firsts.stream()
                .filter(first -> firsts.indexOf(first) != firsts.lastIndexOf(first))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> store.find(twice)).hasMessage("multiple IDs found with provided prefix: " + twice);
    }

    @Test
    void aNameMovesToTheNewestImage() throws Exception {
        Image first = image("1", "app");
        Image second = image("2", "app");
        assertThat(store.find("app")).isEqualTo(second);
        assertThat(store.find(first.id().toString()).references()).isEmpty();
    }

    @Test
    void removesTheImageWithItsLastName() throws Exception {
        Image image = image("x", "app:1");
        store.tag(image.id(), reference("other"));
        assertThat(store.remove("app:1", false, _ -> List.of())).containsExactly(new Removal.Untagged("app:1"));
        assertThat(store.find("other").id()).isEqualTo(image.id());
        assertThat(store.remove("other", false, _ -> List.of()))
                .containsExactly(
                        new Removal.Untagged("other:latest"),
                        new Removal.Deleted(image.id().toString()),
                        new Removal.Deleted(image.config().diffIds().getFirst().toString()));
        assertThat(image.layers().getFirst()).doesNotExist();
    }

    @Test
    void aLayerStaysWhileAnImageHasIt() throws Exception {
        Image one = image("x", "one");
        Image two = store.importRootfs(
                archive("x"), Optional.of(reference("two")), ImportOptions.DEFAULT.withChanges("CMD a"));
        assertThat(one.layers()).isEqualTo(two.layers());
        store.remove("one", false, _ -> List.of());
        assertThat(two.layers().getFirst()).exists();
    }

    @Test
    void aUsedImageStays() throws Exception {
        Image image = image("x", "app");
        String id = image.id().shortened();
        assertThatThrownBy(() -> store.remove("app", false, _ -> List.of(new ImageUse(USER, false))))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessage(
                        "conflict: unable to remove repository reference \"app\" (must force) - container c0ffeec0ffee"
                                + " is using its referenced image " + id);
        assertThatThrownBy(() -> store.remove(id, false, _ -> List.of(new ImageUse(USER, false))))
                .hasMessage("conflict: unable to delete " + id
                        + " (must be forced) - image is being used by stopped container c0ffeec0ffee");
        assertThatThrownBy(() -> store.remove(id, true, _ -> List.of(new ImageUse(USER, true))))
                .hasMessage("conflict: unable to delete " + id
                        + " (cannot be forced) - image is being used by running container c0ffeec0ffee");
        assertThat(store.remove("app", true, _ -> List.of(new ImageUse(USER, true))))
                .containsExactly(new Removal.Untagged("app:latest"));
        assertThat(image.layers().getFirst()).exists();
        assertThat(store.remove(id, false, _ -> List.of())).hasSize(2);
    }

    @Test
    void anImageOfSeveralNamesIsNotRemovedById() throws Exception {
        Image image = image("x", "app");
        store.tag(image.id(), reference("other"));
        String id = image.id().shortened();
        assertThatThrownBy(() -> store.remove(id, false, _ -> List.of()))
                .hasMessage("conflict: unable to delete " + id
                        + " (must be forced) - image is referenced in multiple repositories");
        assertThat(store.remove(id, true, _ -> List.of())).hasSize(4);
    }

    @Test
    void aFailedImportLeavesNothing() throws Exception {
        List<Image> before = store.list();
        byte[] whole = archive("x".repeat(5000)).readAllBytes();
        InputStream cut = new ByteArrayInputStream(whole, 0, 3000);
        assertThatThrownBy(() -> store.importRootfs(cut, Optional.of(reference("bad")), ImportOptions.DEFAULT))
                .isInstanceOf(EngineException.SystemError.class)
                .hasMessageContaining("cut short");
        assertThatThrownBy(() ->
                        store.importRootfs(archive("x"), Optional.empty(), ImportOptions.DEFAULT.withChanges("RUN x")))
                .hasMessage("run is not a valid change command");
        assertThat(store.list()).isEqualTo(before);
        assertThat(names("layers")).hasSize(1);
        reopen();
        assertThat(names("trash")).isEmpty();
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void sweepsWhatAKilledEngineLeft() throws Exception {
        Files.createDirectories(root.resolve("layers/tmp-1/fs/usr"));
        Files.createDirectories(root.resolve("layers/" + "ab".repeat(32) + "/fs"));
        Files.createDirectories(root.resolve("trash/x/y"));
        Files.writeString(root.resolve("blobs/sha256/" + "ab".repeat(32)), "{}");
        reopen();
        assertThat(names("layers")).hasSize(1);
        assertThat(names("blobs/sha256")).hasSize(1);
        trash.close();
        assertThat(names("trash")).isEmpty();
        trash = Trash.open(root);
    }

    @Test
    void cve2021x41091_othersCannotReachLayers() throws Exception {
        for (String folder : new String[] {"images", "layers", "blobs", "trash"}) {
            assertThat((int) Files.getAttribute(root.resolve(folder), "unix:mode") & 07777)
                    .as(folder)
                    .isEqualTo(0700);
        }
    }

    @Test
    void cve2026x33542_aDamagedConfigurationIsNotUsed() throws Exception {
        Image image = image("x", "app");
        Path blob = root.resolve("blobs/sha256").resolve(image.id().digest().hex());
        String text = Files.readString(blob);
        Files.writeString(blob, text.replace("Imported", "imported"));
        reopen();
        assertThat(store.list()).extracting(Image::id).contains(image.id());
        assertThat(store.list())
                .filteredOn(listed -> listed.id().equals(image.id()))
                .singleElement()
                .satisfies(listed -> {
                    assertThat(listed.references()).hasSize(1);
                    assertThat(listed.layers()).isEmpty();
                });
        assertThatThrownBy(() -> store.find("app"))
                .isInstanceOf(EngineException.SystemError.class)
                .hasMessageContaining("is damaged");
        assertThat(names("layers"))
                .as("nothing is swept while it is unknown who needs it")
                .contains(image.config().diffIds().getFirst().hex());
        Files.writeString(blob, text);
        reopen();
        assertThat(store.find("app").layers()).hasSize(1);
    }

    @Test
    void aMalformedIndexGivesWayToTheOneBefore() throws Exception {
        Image one = image("x", "one");
        Image two = image("y", "two");
        for (String bad : new String[] {"", "{", "{\"images\":[{\"id\":\"x\"}]}", "{\"images\":[],\"images\":[]}"}) {
            Files.write(root.resolve("images/index.json"), bad.getBytes(UTF_8));
            reopen();
            assertThat(store.list()).extracting(Image::id).contains(one.id(), two.id());
            assertThat(store.find("one")).isEqualTo(one);
        }
    }

    @Test
    void oneBitOfTheIndexIsNoticed() throws Exception {
        image("x", "one");
        Image two = image("y", "two");
        store.tag(two.id(), reference("three"));
        Path file = root.resolve("images/index.json");
        Files.writeString(file, Files.readString(file).replace("three", "thref"));
        reopen();
        assertThat(store.list())
                .flatExtracting(Image::references)
                .contains(reference("two").withDefaultTag())
                .hasSize(3);
    }

    @Test
    void theNewestComesFirst() throws Exception {
        image("1", "one");
        now = now.plusSeconds(1);
        reopen();
        Image two = image("2", "two");
        assertThat(store.list().getFirst()).isEqualTo(two);
        assertThat(store.list())
                .extracting(Image::id)
                .doesNotContain((ImageId) null)
                .hasSize(3);
    }
}

package sampan.core.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.core.error.EngineException;
import sampan.core.event.Publisher;
import sampan.core.snapshot.LayeredRoot;
import sampan.core.snapshot.Snapshotter;
import sampan.core.snapshot.Snapshotters;
import sampan.oci.store.Trash;

final class VolumesTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path folder;

    private Trash trash;
    private Volumes volumes;
    private Snapshotter snapshotter;
    private Path layer;

    @BeforeEach
    void open() throws Exception {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isZero();
        trash = Trash.open(folder.resolve("root"));
        volumes = Volumes.open(folder.resolve("root"), trash, CLOCK, Publisher.NOWHERE);
        snapshotter = Snapshotters.open(folder.resolve("root"), trash, Optional.of("overlay2"));
        layer = Files.createDirectories(folder.resolve("layer"));
    }

    @AfterEach
    void close() {
        snapshotter.close();
        volumes.close();
        trash.close();
    }

    /** As dockerd shows them: a client that sends an empty object sees one. */
    @Test
    void whatWasSentEmptyIsShownEmpty() {
        volumes.create(VolumeRequest.named("silent"));
        volumes.create(new VolumeRequest("labels", Map.of(), "", Map.of(), new VolumeRequest.Sent(true, false)), "");
        volumes.create(new VolumeRequest("options", Map.of(), "", Map.of(), new VolumeRequest.Sent(false, true)), "");
        assertThat(shown("silent")).isEqualTo("null null");
        assertThat(shown("labels")).isEqualTo("{} null");
        assertThat(shown("options")).isEqualTo("null {}");
    }

    private String shown(String name) {
        VolumeInspection shown = VolumeInspection.of(volumes.find(name));
        return shown.labels() + " " + shown.options();
    }

    private void populate(Volume volume, String destination) {
        snapshotter.prepare("c", List.of(layer), false);
        try (LayeredRoot image = snapshotter.view("c", List.of(layer))) {
            volumes.populate(volume, image, destination);
        } finally {
            snapshotter.remove("c");
        }
    }

    @Test
    void keepsWhatItWasTold() {
        Volume made = volumes.create("data", Map.of("a", "b"));
        assertThat(made.mountpoint()).isDirectory();
        assertThat(made.created()).isEqualTo(CLOCK.instant());
        assertThat(volumes.create("data", Map.of("c", "d"))).isEqualTo(made);
        assertThat(volumes.find("data")).isEqualTo(made);
        assertThat(volumes.list()).containsExactly(made);
    }

    /** Such a file was written, and after that no list of volumes could be read. */
    @Test
    void aLabelWithANulIsRefused() {
        assertThatThrownBy(() -> volumes.create("data", Map.of("a", "\0")))
                .isInstanceOf(EngineException.InvalidArgument.class);
        assertThatThrownBy(() -> volumes.create("data", Map.of("\0", "a")))
                .isInstanceOf(EngineException.InvalidArgument.class);
        assertThat(volumes.list()).isEmpty();
    }

    @Test
    void aLabelThatIsNullIsEmpty() {
        Map<String, String> labels = new HashMap<>();
        labels.put("a", null);
        assertThat(volumes.create("data", labels).labels()).containsEntry("a", "");
    }

    @Test
    void anAnonymousVolumeHasARandomName() {
        Volume one = volumes.create();
        assertThat(one.anonymous()).isTrue();
        assertThat(one.name().text()).matches("[0-9a-f]{64}");
        assertThat(volumes.create()).isNotEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", ".x", "-x", "a/b", "/etc", "a b", "a\nb", "a\u0000", "../x", "é1", "a:b"})
    void cve2025x0750_aNameIsNoPath(String name) {
        assertThatThrownBy(() -> volumes.create(name, Map.of()))
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessage(
                        "create " + name + ": \"" + name
                                + "\" includes invalid characters for a local volume name, only"
                                + " \"[a-zA-Z0-9][a-zA-Z0-9_.-]\" are allowed. If you intended to pass a host directory, use absolute path");
    }

    @Test
    void otherNamesAreRefusedInDockersWords() {
        assertThatThrownBy(() -> volumes.create("a", Map.of())).hasMessageContaining("volume name is too short");
        assertThatThrownBy(() -> volumes.create("a".repeat(256), Map.of())).hasMessageContaining("longer than 255");
        assertThatThrownBy(() -> volumes.find("nothing"))
                .isInstanceOf(EngineException.NotFound.class)
                .hasMessage("get nothing: no such volume");
    }

    @Test
    void removesWhatNobodyUses() {
        Volume volume = volumes.create("data", Map.of());
        assertThatThrownBy(() -> volumes.remove("data", List.of("c1", "c2")))
                .isInstanceOf(EngineException.Conflict.class)
                .hasMessage("remove data: volume is in use - [c1, c2]");
        volumes.remove("data", List.of());
        assertThat(volume.mountpoint()).doesNotExist();
        assertThat(volumes.list()).isEmpty();
    }

    @Test
    void copiesTheImagesContentOnce() throws Exception {
        Files.createDirectories(layer.resolve("data/sub"));
        Files.writeString(layer.resolve("data/sub/file"), "image");
        assertThat(new ProcessBuilder("chown", "5:6", layer.resolve("data").toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(new ProcessBuilder("chmod", "1770", layer.resolve("data").toString())
                        .start()
                        .waitFor())
                .isZero();
        Volume volume = volumes.create("data", Map.of());
        populate(volume, "/data");
        assertThat(volume.mountpoint().resolve("sub/file")).hasContent("image");
        assertThat(Files.getAttribute(volume.mountpoint(), "unix:uid")).isEqualTo(5);
        assertThat((int) Files.getAttribute(volume.mountpoint(), "unix:mode") & 07777)
                .isEqualTo(01770);
    }

    @Test
    void cve2020x1726_contentIsNeverOverwritten() throws Exception {
        Files.createDirectories(layer.resolve("data"));
        Files.writeString(layer.resolve("data/file"), "image");
        Files.writeString(layer.resolve("data/other"), "image");
        Volume volume = volumes.create("data", Map.of());
        Files.writeString(volume.mountpoint().resolve("file"), "mine");
        populate(volume, "/data");
        assertThat(volume.mountpoint().resolve("file")).hasContent("mine");
        assertThat(volume.mountpoint().resolve("other")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/../../canary", "/link", "/dots", "/a/../../../canary", "/abs/dir"})
    void cve2022x23648_noPathOfTheImageLeadsOut(String destination) throws Exception {
        Path canary = Files.createDirectories(folder.resolve("canary/dir")).getParent();
        Files.writeString(canary.resolve("secret"), "host");
        Files.writeString(canary.resolve("dir/secret"), "host");
        Files.createSymbolicLink(layer.resolve("link"), canary);
        Files.createSymbolicLink(layer.resolve("abs"), canary);
        Files.createSymbolicLink(layer.resolve("dots"), Path.of("../../../../../../../.." + canary));
        Volume volume = volumes.create("data", Map.of());
        populate(volume, destination);
        assertThat(volume.mountpoint()).isEmptyDirectory();
    }

    @Test
    void aMakingCutShortIsNoVolume() throws Exception {
        Files.createDirectories(folder.resolve("root/volumes/half/_data"));
        assertThat(volumes.list()).isEmpty();
        assertThat(volumes.create("half", Map.of()).mountpoint()).isDirectory();
    }
}

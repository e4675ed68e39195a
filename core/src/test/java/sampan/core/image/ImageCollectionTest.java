package sampan.core.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.core.error.EngineException;
import sampan.core.event.Publisher;
import sampan.core.image.archive.ImportOptions;
import sampan.core.image.catalogue.Image;
import sampan.oci.image.ImageId;
import sampan.oci.image.ImageReference;
import sampan.oci.store.Trash;

final class ImageCollectionTest {
    private static final String BUILT_IN = "localhost/busybox";

    @TempDir
    Path root;

    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private final InstantSource source = () -> now;
    private final Clock clock = source.withZone(ZoneOffset.UTC);

    private Trash trash;
    private ImageStore store;

    @BeforeEach
    void open() throws Exception {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).isZero();
        trash = Trash.open(root);
        store = ImageStore.open(root, trash, clock, Publisher.NOWHERE);
    }

    @AfterEach
    void close() {
        store.close();
        trash.close();
    }

    /** An image of its own, a day after the one before. */
    private ImageId image(String name) throws Exception {
        now = now.plus(Duration.ofDays(1));
        return store.importRootfs(
                        new ByteArrayInputStream(new byte[0]),
                        name.isEmpty() ? Optional.empty() : Optional.of(ImageReference.parse(name)),
                        ImportOptions.DEFAULT.withChanges("LABEL at=" + now))
                .id();
    }

    private List<ImageId> left() throws Exception {
        ImageId builtIn = store.find(BUILT_IN).id();
        return store.list().stream()
                .map(Image::id)
                .filter(id -> !id.equals(builtIn))
                .toList();
    }

    private void collect(Retention retention, List<ImageId> used, Integer... fill) {
        Deque<Integer> percent = new ArrayDeque<>(List.of(fill));
        new ImageCollection(
                        store,
                        id -> used.contains(id) ? List.of(new ImageUse("c", false)) : List.of(),
                        () -> percent.size() > 1 ? percent.poll() : percent.getFirst(),
                        clock)
                .run(retention);
    }

    @Test
    void whatLostItsNameGoesWithAge() throws Exception {
        ImageId old = image("app");
        ImageId used = image("app");
        ImageId young = image("app");
        ImageId unnamed = image("");
        ImageId newest = image("app");
        now = now.plus(Duration.ofDays(5));
        collect(Retention.parse("age=168h"), List.of(used), 10);
        assertThat(left())
                .containsExactlyInAnyOrder(used, young, unnamed, newest)
                .doesNotContain(old);
        now = now.plus(Duration.ofDays(100));
        collect(Retention.FOR_EVER, List.of(), 99);
        assertThat(left()).hasSize(4);
        collect(Retention.USUAL, List.of(), 10);
        assertThat(left()).containsExactlyInAnyOrder(unnamed, newest);
    }

    @Test
    void onAFullDiskTheOldestGoUntilThereIsRoom() throws Exception {
        image("app");
        ImageId second = image("app");
        ImageId third = image("app");
        ImageId other = image("other");
        now = now.plus(Duration.ofHours(2));
        collect(Retention.USUAL, List.of(), 95, 95, 70);
        assertThat(left()).containsExactlyInAnyOrder(second, third, other);
        collect(Retention.USUAL, List.of(), 89);
        assertThat(left()).hasSize(3);
        collect(Retention.USUAL, List.of(), 95);
        assertThat(left()).as("names are left alone").containsExactlyInAnyOrder(third, other);
        collect(
                Retention.parse("named=true"),
                List.of(other, store.find(BUILT_IN).id()),
                95);
        assertThat(left()).containsExactly(other);
    }

    @Test
    void aPolicyIsReadAsAWhole() {
        assertThat(Retention.parse("high=60,low=45")).isEqualTo(Retention.parse("low=45, high=60"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "age", "age=7", "age=-1h", "high=101", "high=50", "low=x", "named=maybe", "other=1"})
    void whatIsNoPolicyIsTold(String text) {
        assertThatThrownBy(() -> Retention.parse(text))
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessageContaining("invalid image-gc");
    }
}

package sampan.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static sampan.conformance.Patience.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code image copy} from each kind of place to each: the files are the same everywhere, and what a format can keep is kept. */
final class ImageTransportsTest extends EngineTest {
    private static final byte[] LOWER =
            HostileTar.withShell().file("said", "lower").bytes();
    private static final byte[] UPPER =
            HostileTar.empty().file("said", "upper").file("gone/.wh.x", "").bytes();

    @TempDir
    static Path work;

    private final DockerRegistry registry = DockerRegistry.bare();
    private Dockerd dockerd;

    /** Where an image is, before and after. */
    private enum Kind {
        /** As Docker wrote archives before 1.10. */
        LEGACY_ARCHIVE,
        DOCKER_ARCHIVE,
        OCI_ARCHIVE,
        OCI_FOLDER,
        REGISTRY,
        DAEMON,
        ROOTFS,
        ACI,
        STORE;

        /** The configuration, and so the image's id, is there as it was. */
        boolean keepsId() {
            return !Set.of(ROOTFS, ACI, LEGACY_ARCHIVE).contains(this);
        }

        boolean keepsManifests() {
            return Set.of(OCI_ARCHIVE, OCI_FOLDER, REGISTRY).contains(this);
        }

        boolean isWritten() {
            return this != ACI && this != LEGACY_ARCHIVE;
        }
    }

    private String place(Kind kind, String name) {
        return switch (kind) {
            case LEGACY_ARCHIVE, DOCKER_ARCHIVE -> "docker-archive:" + work + "/" + name + "." + kind;
            case OCI_ARCHIVE -> "oci-archive:" + work + "/" + name + "." + kind;
            case OCI_FOLDER -> "oci:" + work + "/" + name + ".layout";
            case REGISTRY -> "docker://" + registry.name(name + ":1");
            case DAEMON -> "docker-daemon:" + name + ":1";
            case ROOTFS -> "tarball:" + work + "/" + name + "." + kind;
            case ACI -> "aci:" + work + "/" + name + "." + kind;
            case STORE -> name + ":1";
        };
    }

    @BeforeAll
    void fill() throws IOException {
        assumeTrue(ManagersTest.installed("dockerd"), "dockerd is not installed");
        dockerd = Dockerd.start(work, "--bridge", "none");
        await().until(() -> Files.exists(work.resolve("docker.sock")));
        Files.write(path(Kind.DOCKER_ARCHIVE), docker().bytes());
        Files.write(path(Kind.LEGACY_ARCHIVE), legacy().bytes());
        Files.write(path(Kind.ACI), gzip(aci().bytes()));
        Files.write(
                path(Kind.ROOTFS), HostileTar.withShell().file("said", "upper").bytes());
        String archive = place(Kind.DOCKER_ARCHIVE, "source");
        for (Kind kind : List.of(Kind.OCI_ARCHIVE, Kind.OCI_FOLDER, Kind.REGISTRY)) { // which packs the layers
            registry.skopeo("copy", "--insecure-policy", "--dest-tls-verify=false", archive, place(kind, "source"));
        }
        for (Kind kind : List.of(Kind.DAEMON, Kind.STORE)) {
            copy(archive, place(kind, "source"));
        }
    }

    private static Path path(Kind kind) {
        return work.resolve("source." + kind);
    }

    private static HostileTar docker() {
        return ArchivedImages.docker("source:1", LOWER, UPPER);
    }

    private static HostileTar legacy() {
        String base = "a".repeat(64);
        String top = "b".repeat(64);
        return HostileTar.empty()
                .file(base + "/json", "{\"id\":\"" + base + "\",\"os\":\"linux\",\"architecture\":\"amd64\"}")
                .file(base + "/layer.tar", LOWER, 0644)
                .file(
                        top + "/json",
                        "{\"id\":\"" + top + "\",\"parent\":\"" + base
                                + "\",\"os\":\"linux\",\"architecture\":\"amd64\"}")
                .file(top + "/layer.tar", UPPER, 0644)
                .file("repositories", "{\"source\":{\"1\":\"" + top + "\"}}");
    }

    private static HostileTar aci() {
        return HostileTar.empty().file("manifest", """
                        {"acKind": "ImageManifest", "acVersion": "0.8.11", "name": "example.com/source",
                         "labels": [{"name": "os", "value": "linux"}, {"name": "arch", "value": "amd64"}]}
                        """).directory("rootfs").file("rootfs/said", "upper");
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        }
        return packed.toByteArray();
    }

    @AfterAll
    void end() {
        registry.close();
        if (dockerd != null) {
            dockerd.close();
        }
    }

    @AfterEach
    void forget() {
        sampan().run("rmi", "-f", "back:1", "copied:1");
        Sampan.delete(work.resolve("copied.layout")); // to which each copy would add
    }

    private Sampan.Result copy(String from, String to) {
        ProcessBuilder command = sampan().command("image", "copy", from, to);
        command.environment().put("DOCKER_HOST", dockerd.host());
        return Sampan.finish(new byte[0], command).succeeds();
    }

    private String id(String name) {
        return sampan().run("inspect", "-f", "{{.Id}}", name).succeeds().line();
    }

    /** Of the manifest, and the digests of the packed layers, as another program sees them. */
    private String digests(Kind kind, String name) throws IOException {
        List<String> line = new ArrayList<>(List.of("inspect"));
        if (kind == Kind.REGISTRY) {
            line.add("--tls-verify=false");
        }
        line.addAll(List.of("--format", "{{.Digest}} {{.Layers}}", place(kind, name)));
        return registry.skopeo(line.toArray(String[]::new));
    }

    @ParameterizedTest
    @EnumSource
    void goesEverywhere(Kind from) throws IOException {
        for (Kind to : Kind.values()) {
            if (!to.isWritten()) {
                continue;
            }
            copy(place(from, "source"), place(to, "copied"));
            if (from.keepsManifests() && to.keepsManifests()) {
                assertThat(digests(to, "copied")).as("%s to %s", from, to).isEqualTo(digests(from, "source"));
            }
            copy(place(to, "copied"), "back:1");
            assertThat(sampan().run("image", "cat", "back:1", "/said")
                            .succeeds()
                            .out())
                    .as("%s to %s", from, to)
                    .isEqualTo("upper");
            if (from.keepsId() && to.keepsId()) {
                assertThat(id("back:1")).as("%s to %s", from, to).isEqualTo(id("source:1"));
            }
        }
        assertThat(sampan().run("images", "--format", "{{.Repository}}").out()).doesNotContain("sampan-copy");
    }

    /** Byte for byte, or not at all. */
    @ParameterizedTest
    @EnumSource(names = {"OCI_ARCHIVE", "REGISTRY"})
    void aDamagedLayerIsNotPassedOn(Kind to) throws IOException {
        Path damaged = work.resolve("damaged." + to);
        registry.skopeo("copy", "--insecure-policy", place(Kind.DOCKER_ARCHIVE, "source"), "oci:" + damaged + ":x:1");
        Path layer = largest(damaged.resolve("blobs/sha256"));
        byte[] bytes = Files.readAllBytes(layer);
        bytes[bytes.length / 2] ^= 1;
        Files.write(layer, bytes);
        Sampan.Result refused = sampan().run("image", "copy", "oci:" + damaged, place(to, "never"));
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("sha256:" + layer.getFileName() + " has the digest sha256:");
        assertThat(work.resolve("never." + to)).doesNotExist();
        assertThat(sampan().run("manifest", "inspect", registry.name("never:1")).code())
                .isEqualTo(1);
    }

    private static Path largest(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.max((one, other) ->
                            Long.compare(one.toFile().length(), other.toFile().length()))
                    .orElseThrow();
        }
    }
}

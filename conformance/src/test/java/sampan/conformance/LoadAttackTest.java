package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by archives of images: what they name, what they claim, how large they grow. Whatever is refused changes nothing. */
final class LoadAttackTest extends AttackTest {
    private static final byte[] LAYER =
            HostileTar.withShell().file("said", "by the layer").bytes();
    private static final byte[] OTHER =
            HostileTar.empty().file("other", "layer").bytes();

    private String state() {
        String images = sampan().run("images", "-a", "--no-trunc", "--format", "{{.ID}} {{.Repository}}:{{.Tag}}")
                .out();
        String[] layers = sampan().dataRoot().resolve("layers").toFile().list();
        String[] blobs = sampan().dataRoot().resolve("blobs/sha256").toFile().list();
        return images
                + Optional.ofNullable(layers).map(List::of).orElse(List.of()).stream()
                        .sorted()
                        .toList()
                + Optional.ofNullable(blobs).map(List::of).orElse(List.of()).stream()
                        .sorted()
                        .toList();
    }

    private Sampan.Result refused(byte[] archive) {
        String before = state();
        Sampan.Result result = canary().isUnseenIn(sampan().runWith(archive, "load"));
        assertThat(result.code()).as(result.out() + result.err()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).startsWith("Error response from daemon: ").doesNotContain("Exception", "\tat ");
        assertThat(result.err().lines()).hasSize(1);
        canary().isUntouched();
        assertThat(state()).isEqualTo(before);
        return result;
    }

    Stream<HostileTar> leadingOut() {
        String secret = canary().at("secret");
        String up = "../../../../../../../../../..";
        HostileTar json = HostileTar.empty().file("config.json", ArchivedImages.config(LAYER));
        return Stream.of(
                ArchivedImages.docker("a:b", LAYER).file(up + secret, "overwritten"),
                HostileTar.empty()
                        .file("config.json", ArchivedImages.config(LAYER))
                        .file("manifest.json", ArchivedImages.manifest("config.json", "a:b", up + secret)),
                HostileTar.empty()
                        .file("config.json", ArchivedImages.config(LAYER))
                        .file("manifest.json", ArchivedImages.manifest("config.json", "a:b", secret)),
                HostileTar.empty().file("manifest.json", ArchivedImages.manifest(secret, "a:b", "x")),
                HostileTar.empty()
                        .link("layer.tar", secret)
                        .file("config.json", ArchivedImages.config(LAYER))
                        .file("manifest.json", ArchivedImages.manifest("config.json", "a:b", "layer.tar")),
                HostileTar.empty()
                        .link("folder", canary().at())
                        .file("manifest.json", ArchivedImages.manifest("folder/secret", "a:b", "x")),
                HostileTar.empty()
                        .hardLink("config.json", secret)
                        .file("manifest.json", ArchivedImages.manifest("config.json", "a:b", "x")),
                HostileTar.empty().link("manifest.json", secret),
                HostileTar.empty().link("index.json", secret).link("oci-layout", secret),
                HostileTar.empty().link("repositories", "/proc/self/environ"),
                HostileTar.empty().link("manifest.json", "manifest.json"),
                json.fifo("manifest.json"));
    }

    /** Also CVE-2014-9356, CVE-2017-14992, CVE-2026-63294: a name of an archive is looked up in the archive. */
    @ParameterizedTest
    @MethodSource("leadingOut")
    void cve2014_6407_namesAndLinksStayInTheArchive(HostileTar archive) {
        refused(archive.bytes());
    }

    @Test
    void cve2026_33542_anArchiveThatLiesChangesNothing() {
        byte[] config = ArchivedImages.config(LAYER).getBytes(UTF_8);
        assertThat(refused(HostileTar.empty()
                                .file("layer.tar", OTHER, 0644)
                                .file("config.json", ArchivedImages.config(LAYER))
                                .file("manifest.json", ArchivedImages.manifest("config.json", "a:b", "layer.tar"))
                                .bytes())
                        .err())
                .contains(
                        "invalid diffID for layer 0: expected \"sha256:" + ArchivedImages.sha256(LAYER) + "\", got \"");
        String name = "blobs/sha256/" + ArchivedImages.sha256(config);
        assertThat(refused(HostileTar.empty()
                                .file("layer.tar", OTHER, 0644)
                                .file(name, ArchivedImages.config(OTHER))
                                .file("manifest.json", ArchivedImages.manifest(name, "a:b", "layer.tar"))
                                .bytes())
                        .err())
                .contains("invalid archive: ", "has the digest");
        byte[] manifest = ArchivedImages.ociManifest(config, LAYER);
        HostileTar oci = ArchivedImages.layout()
                .file("blobs/sha256/" + ArchivedImages.sha256(LAYER), OTHER, 0644)
                .file(
                        "index.json",
                        ArchivedImages.ociIndex(ArchivedImages.descriptor("manifest.v1+json", manifest, "")),
                        0644);
        refused(ArchivedImages.blob(ArchivedImages.blob(oci, config), manifest).bytes());
        refused(ArchivedImages.blob(
                        ArchivedImages.layout()
                                .file(
                                        "index.json",
                                        ArchivedImages.ociIndex(
                                                ArchivedImages.descriptor("manifest.v1+json", manifest, "")
                                                        .replace("\"size\":" + manifest.length, "\"size\":3")),
                                        0644),
                        manifest)
                .bytes());
    }

    /** One bad image among good ones: none is taken. */
    @Test
    void allImagesOfAnArchiveOrNone() {
        HostileTar tar = HostileTar.empty()
                .file("good.tar", LAYER, 0644)
                .file("bad.tar", OTHER, 0644)
                .file("good.json", ArchivedImages.config(LAYER))
                .file("bad.json", ArchivedImages.config("not this".getBytes(UTF_8)));
        String good = ArchivedImages.manifest("good.json", "good:1", "good.tar");
        String bad = ArchivedImages.manifest("bad.json", "bad:1", "bad.tar");
        refused(tar.file("manifest.json", good.substring(0, good.length() - 1) + "," + bad.substring(1))
                .bytes());
    }

    /** Also CVE-2024-3727: digests that are paths; CVE-2021-21285: what is malformed is an error, not a crash. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schemaVersion\":2,\"manifests\":[],\"layers\":[]}",
                "{\"schemaVersion\":2,\"manifests\":[],\"Manifests\":[]}",
                "{\"schemaVersion\":2,\"manifests\":[],\"manifests\":[]}",
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"sha256:../../../../etc/passwd\",\"size\":3}]}",
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"digest\":\"md5:00\",\"size\":3}]}",
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\",\"size\":-1}]}",
                "{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"x\",\"digest\":\"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\"size\":1}]}",
                "{\"schemaVersion\":1}",
                "[]",
                "null",
                "{",
                ""
            })
    void cve2021_41190_anIndexHasOneMeaning(String index) {
        refused(ArchivedImages.layout().file("index.json", index).bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[{}]",
                "[1]",
                "[{\"Config\":null,\"Layers\":null}]",
                "[{\"Config\":\"config.json\",\"Layers\":[]}]",
                "[{\"Config\":\"config.json\",\"Layers\":[\"layer.tar\",\"layer.tar\"]}]",
                "[{\"Config\":\"config.json\",\"Layers\":[\"missing\"]}]",
                "[{\"Config\":\"config.json\",\"Layers\":[\"layer.tar\"],\"RepoTags\":[\"UPPER:1\"]}]",
                "[{\"Config\":\"config.json\",\"Layers\":[\"layer.tar\"],\"RepoTags\":[\"no-tag\"]}]",
                "[{\"Config\":\"config.json\",\"Layers\":[\"layer.tar\"],\"RepoTags\":[\"../../x:1\"]}]",
                "[{\"Config\":\"config.json\",\"config\":\"x\",\"Layers\":[\"layer.tar\"]}]",
                "[{\"Config\":\"layer.tar\",\"Layers\":[\"layer.tar\"]}]"
            })
    void cve2021_21285_malformedManifestsAreOneSentence(String manifest) {
        refused(HostileTar.empty()
                .file("layer.tar", LAYER, 0644)
                .file("config.json", ArchivedImages.config(LAYER))
                .file("manifest.json", manifest)
                .bytes());
    }

    @Test
    void aNameTwiceIsRefused() {
        assertThat(refused(ArchivedImages.docker("a:b", LAYER)
                                .file("./manifest.json", ArchivedImages.manifest("config.json", "c:d", "layer.tar"))
                                .bytes())
                        .err())
                .contains("the archive has two files named \"manifest.json\"");
    }

    /** Also CVE-2025-58183: documents, names and decoders are bounded, and the engine survives. */
    @Test
    void cve2023_25153_whatGrowsIsCutOff() throws IOException {
        long engine = sampan().engine().orElseThrow().pid();
        HostileTar tar = HostileTar.empty().file("manifest.json", " ".repeat(9 << 20) + "[]");
        assertThat(refused(tar.bytes()).err()).contains("is larger than");
        assertThat(refused(HostileTar.empty()
                                .file("manifest.json", "[".repeat(100_000))
                                .bytes())
                        .err())
                .contains("not valid JSON");
        HostileTar many = HostileTar.empty();
        for (int i = 0; i < 66_000; i++) {
            many.file("f" + i, "");
        }
        assertThat(refused(many.bytes()).err()).contains("too many files");
        assertThat(refused(bomb(400)).err()).contains("Error response from daemon: ");
        assertThat(sampan().engine().orElseThrow().pid()).as("the same engine").isEqualTo(engine);
    }

    /** As many MiB of zeros behind a header that promises a document. */
    private static byte[] bomb(int mebibytes) throws IOException {
        byte[] header = HostileTar.empty().file("manifest.json", "").bytes();
        byte[] size = "%011o".formatted((long) mebibytes << 20).getBytes(UTF_8);
        System.arraycopy(size, 0, header, 124, size.length);
        java.util.Arrays.fill(header, 148, 156, (byte) ' ');
        int sum = 0;
        for (int i = 0; i < 512; i++) {
            sum += header[i] & 0xff;
        }
        System.arraycopy("%06o\0 ".formatted(sum).getBytes(UTF_8), 0, header, 148, 8);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(header, 0, 512);
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i <= mebibytes; i++) {
                gzip.write(zeros);
            }
        }
        return packed.toByteArray();
    }

    @Test
    void whatIsNoArchiveIsTold() {
        assertThat(refused("hello".repeat(1000).getBytes(UTF_8)).err()).contains("not a tar archive");
        assertThat(refused(new byte[0]).err()).contains("invalid archive: it has neither manifest.json");
        assertThat(refused(HostileTar.withShell().bytes()).err()).contains("invalid archive: it has neither");
        byte[] sound = ArchivedImages.docker("a:b", LAYER).bytes();
        assertThat(refused(java.util.Arrays.copyOf(sound, 700)).err()).contains("cut short");
    }

    /** CVE-2026-53488: labels, annotations and variables of an image are text, whatever name they have. */
    @Test
    void cve2026_53488_labelsOfAnImageAreInert() {
        String config = ArchivedImages.config(LAYER)
                .replace(
                        "\"Cmd\":[\"sh\"]",
                        "\"Cmd\":[\"/bin/true\"],\"Labels\":{\"io.sampan.privileged\":\"true\","
                                + "\"containerd.io/log-uri\":\"binary:///bin/sh\"},\"Privileged\":true,\"HostConfig\":{\"Privileged\":true}");
        String loaded = sampan().runWith(
                        HostileTar.empty()
                                .file("layer.tar", LAYER, 0644)
                                .file("config.json", config)
                                .file("manifest.json", ArchivedImages.manifest("config.json", "inert:1", "layer.tar"))
                                .bytes(),
                        "load")
                .succeeds()
                .out();
        assertThat(loaded).isEqualTo("Loaded image: inert:1\n");
        String id = sampan().run("create", "inert:1").succeeds().line();
        assertThat(sampan().run("inspect", "-f", "{{.HostConfig.Privileged}}", id)
                        .line())
                .isEqualTo("false");
        sampan().run("rm", id).succeeds();
        sampan().run("rmi", "inert:1").succeeds();
    }
}

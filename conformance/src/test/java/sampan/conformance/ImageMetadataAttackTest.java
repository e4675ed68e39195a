package sampan.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by what an image says of itself, and by layers against each other. */
final class ImageMetadataAttackTest extends AttackTest {
    private static final byte[] LAYER =
            HostileTar.withShell().file("said", "by the layer").bytes();

    @AfterEach
    void removeImage() {
        sampan().run("rmi", "-f", "told:1");
    }

    /** Layers are unpacked side by side, and no layer sees another's links. */
    @Test
    void cve2025_47290_aLinkOfOneLayerLeadsNoOther() {
        byte[] lower = HostileTar.withShell().link("way", canary().at()).bytes();
        byte[] upper = HostileTar.empty()
                .file("way/secret", "overwritten")
                .file("way/full/deep/secret", "overwritten")
                .bytes();
        HostileTar archive = HostileTar.empty()
                .file("lower.tar", lower, 0644)
                .file("upper.tar", upper, 0644)
                .file("config.json", ArchivedImages.config(lower, upper))
                .file("manifest.json", ArchivedImages.manifest("config.json", "told:1", "lower.tar", "upper.tar"));
        sampan().runWith(archive.bytes(), "load", "-q").succeeds();
        assertThat(attack("told:1", "cat /way/secret").out()).isEqualTo("overwritten");
        canary().isUntouched();
    }

    /** Also CVE-2026-48750 and CVE-2026-48752: documents of an archive are its files, not what a link leads to. */
    @ParameterizedTest
    @ValueSource(strings = {"manifest.json", "index.json", "config.json", "oci-layout", "repositories"})
    void cve2026_63294_noDocumentIsALink(String name) {
        HostileTar archive = ArchivedImages.docker("told:1", LAYER);
        if (name.equals("config.json")) {
            archive = HostileTar.empty()
                    .file("layer.tar", LAYER, 0644)
                    .file("manifest.json", ArchivedImages.manifest(name, "told:1", "layer.tar"));
        } else if (name.equals("manifest.json")) {
            archive = HostileTar.empty().file("layer.tar", LAYER, 0644);
        } else if (!name.equals("repositories")) {
            archive = HostileTar.empty();
        }
        Sampan.Result result = canary().isUnseenIn(sampan().runWith(
                        archive.link(name, canary().at("secret")).bytes(), "load"));
        assertThat(result.err()).doesNotContain("Exception", "\tat ");
        assertThat(result.code()).isEqualTo(name.equals("repositories") ? 0 : 1);
    }

    /** And CVE-2021-21285: whatever is left out of a history, the image can be looked at. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "[{}]",
                "[{},{},{}]",
                "[{\"empty_layer\":true}]",
                "[{\"created\":null,\"created_by\":null}]",
                "[null]",
                "{}",
                "[1]"
            })
    void cve2024_36620_anIncompleteHistoryIsTakenOrRefused(String history) {
        String config = ArchivedImages.config(LAYER);
        HostileTar archive = HostileTar.empty()
                .file("layer.tar", LAYER, 0644)
                .file("config.json", config.substring(0, config.length() - 1) + ",\"history\":" + history + "}")
                .file("manifest.json", ArchivedImages.manifest("config.json", "told:1", "layer.tar"));
        Sampan.Result loaded = sampan().runWith(archive.bytes(), "load", "-q");
        assertThat(loaded.err()).doesNotContain("Exception", "\tat ");
        if (loaded.code() == 0) {
            for (String verb : new String[] {"history", "inspect", "save"}) {
                Sampan.Result look = verb.equals("save")
                        ? sampan().run("save", "-o", folder().resolve("saved").toString(), "told:1")
                        : sampan().run(verb, "told:1");
                assertThat(look.succeeds().err()).doesNotContain("Exception");
            }
        }
    }

    /** Annotations of an index, a manifest and a layer are text. */
    @Test
    void cve2025_62725_annotationsAreNoPaths() {
        String up = "../../../../../../../../../.." + canary().at("secret");
        String annotations = ",\"annotations\":{\"org.opencontainers.image.title\":\"" + up
                + "\",\"com.docker.compose.file\":\"" + up + "\",\"com.docker.compose.extends\":\"true\"}";
        byte[] config = ArchivedImages.config(LAYER).getBytes(UTF_8);
        byte[] manifest = ("{\"schemaVersion\":2,\"config\":"
                        + ArchivedImages.descriptor("config.v1+json", config, annotations) + ",\"layers\":["
                        + ArchivedImages.descriptor("layer.v1.tar", LAYER, annotations) + "]" + annotations + "}")
                .getBytes(UTF_8);
        String named =
                ",\"annotations\":{\"io.containerd.image.name\":\"docker.io/library/told:1\",\"x\":\"" + up + "\"}";
        HostileTar archive = ArchivedImages.layout()
                .file(
                        "index.json",
                        new String(
                                ArchivedImages.ociIndex(ArchivedImages.descriptor("manifest.v1+json", manifest, named)),
                                UTF_8));
        for (byte[] blob : new byte[][] {config, manifest, LAYER}) {
            archive = ArchivedImages.blob(archive, blob);
        }
        sampan().runWith(archive.bytes(), "load", "-q").succeeds();
        assertThat(attack("told:1", "cat /said").out()).isEqualTo("by the layer");
    }

    /** CVE-2024-8676, CVE-2026-53489, CVE-2026-53492 too: the files of a checkpoint are files; no mount, device or log of it is taken over. */
    @Test
    void cve2026_50195_aCheckpointInAnImageWidensNothing() {
        String spec = "{\"ociVersion\":\"1.0.2\",\"process\":{\"capabilities\":{\"bounding\":[\"CAP_SYS_ADMIN\"]}},"
                + "\"mounts\":[{\"destination\":\"/host\",\"type\":\"bind\",\"source\":\"/\",\"options\":[\"rbind\"]}],"
                + "\"linux\":{\"devices\":[{\"path\":\"/dev/mem\",\"type\":\"c\",\"major\":1,\"minor\":1}]}}";
        HostileTar tar = HostileTar.withShell()
                .file("spec.dump", spec)
                .file("config.dump", "{\"id\":\"x\",\"name\":\"taken\",\"rootfsImageName\":\"localhost/busybox\"}")
                .link("container.log", canary().at("secret"))
                .file("checkpoint/inventory.img", "x");
        String name = image(
                tar,
                "LABEL io.kubernetes.cri-o.annotations.checkpoint.name=taken",
                "LABEL org.criu.checkpoint.container.name=taken");
        assertThat(attack(name, "ls /host /dev/mem 2>/dev/null; cat /container.log 2>/dev/null; echo -n done")
                        .out())
                .isEqualTo("done");
        assertThat(sampan().run("images", "taken").out().lines()).hasSize(1);
        sampan().run("rmi", name).succeeds();
    }
}

package sampan.oci.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestTest {
    private static final String D = "\"digest\":\"sha256:" + "ab".repeat(32) + "\"";
    private static final String CONFIG =
            "\"config\":{\"mediaType\":\"application/vnd.oci.image.config.v1+json\",\"size\":7," + D + "}";
    private static final String LAYERS = "\"layers\":[{\"mediaType\":\"x/y\",\"size\":1," + D + "}]";

    @Test
    void readsAManifest() throws Exception {
        Manifest manifest = Manifest.parse(("{\"schemaVersion\":2," + CONFIG + "," + LAYERS + "}").getBytes(UTF_8));
        assertThat(manifest.config().size()).isEqualTo(7);
        assertThat(manifest.layers()).hasSize(1);
    }

    @Test
    void readsAnIndex() throws Exception {
        Index index = Index.parse(("{\"schemaVersion\":2,\"manifests\":[{\"mediaType\":\"" + Manifest.MEDIA_TYPE
                        + "\",\"size\":1," + D + ",\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"}}]}")
                .getBytes(UTF_8));
        assertThat(index.manifests().getFirst().platform()).contains(new Platform("linux", "amd64", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"schemaVersion\":2,CONFIG,LAYERS,\"manifests\":[]}",
                "{\"schemaVersion\":2,CONFIG,LAYERS,\"Layers\":[]}",
                "{\"schemaVersion\":2,CONFIG,LAYERS,\"layers\":[]}",
                "{\"schemaVersion\":2,CONFIG,LAYERS,\"mediaType\":\"application/vnd.oci.image.index.v1+json\"}",
                "{\"schemaVersion\":2,CONFIG}",
                "{\"schemaVersion\":1,CONFIG,LAYERS}",
                "{\"schemaVersion\":2,CONFIG,\"layers\":[{\"mediaType\":\"x/y\",\"size\":-1,DIGEST}]}",
                "{\"schemaVersion\":2,CONFIG,\"layers\":[{\"mediaType\":\"x/y\",DIGEST}]}",
                "{\"schemaVersion\":2,CONFIG,\"layers\":[{\"mediaType\":\"x/y\",\"size\":1,\"Size\":2,DIGEST}]}",
            })
    void cve2021x41190_oneDocumentHasOneReading(String json) {
        String text = json.replace("CONFIG", CONFIG).replace("LAYERS", LAYERS).replace("DIGEST", D);
        assertThatThrownBy(() -> Manifest.parse(text.getBytes(UTF_8))).isInstanceOf(ImageFormatException.class);
        assertThatThrownBy(() -> Index.parse(text.getBytes(UTF_8))).isInstanceOf(ImageFormatException.class);
    }
}

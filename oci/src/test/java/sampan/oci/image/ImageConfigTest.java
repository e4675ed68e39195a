package sampan.oci.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImageConfigTest {
    private static final String ROOTFS = "\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}";

    private static ImageConfig parse(String json) throws ImageFormatException {
        return ImageConfig.parse(json.getBytes(UTF_8));
    }

    @Test
    void readsWhatItWrote() throws Exception {
        ContainerDefaults.Draft draft = new ContainerDefaults.Draft();
        draft.user = "1000:1000";
        draft.exposedPorts.addAll(List.of("80/tcp", "53/udp"));
        draft.setEnv("PATH", "/bin");
        draft.setEnv("A", "1=2");
        draft.setEnv("PATH", "/usr/bin");
        draft.entrypoint = List.of("/bin/sh", "-c");
        draft.cmd = List.of("echo", "\u00e9");
        draft.volumes.add("/data");
        draft.workingDir = "/srv";
        draft.labels.put("a", "1");
        draft.labels.put("A", "2");
        draft.stopSignal = "SIGQUIT";
        draft.healthcheck = Optional.of(new Healthcheck(
                List.of("CMD", "true"), Duration.ofSeconds(3), Duration.ZERO, Duration.ZERO, Duration.ZERO, 4));
        draft.onBuild.add("RUN x");
        draft.shell = List.of("/bin/bash", "-c");
        ImageConfig image = new ImageConfig(
                new Platform("linux", "arm64", "v8"),
                Optional.of(Instant.parse("2026-01-02T03:04:05.678901234Z")),
                "me",
                "why",
                draft.finish(),
                List.of(Digest.sha256(new byte[0])),
                List.of(new History(Optional.empty(), "import", "", "from tar", false)));
        assertThat(parse(new String(image.toJson(), UTF_8))).isEqualTo(image);
        assertThat(image.config().env()).containsExactly("PATH=/usr/bin", "A=1=2");
        assertThat(image.toJson()).isEqualTo(image.toJson());
    }

    @Test
    void nullAndAbsentAreOne() throws Exception {
        ImageConfig image = parse("{\"os\":\"linux\",\"architecture\":\"amd64\"," + ROOTFS
                + ",\"config\":{\"Cmd\":null,\"Volumes\":null,\"Labels\":null,\"Healthcheck\":null},\"history\":null}");
        assertThat(image.config()).isEqualTo(ContainerDefaults.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "{",
                "{}",
                "{}{}",
                "\"x\"",
                "{\"os\":\"linux\",\"os\":\"x\"}",
                "{\"os\":1,\"architecture\":\"a\",ROOTFS}",
                "{\"os\":\"linux\",\"architecture\":\"a\",\"rootfs\":{\"type\":\"x\",\"diff_ids\":[]}}",
                "{\"os\":\"linux\",\"architecture\":\"a\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[\"sha256:../x\"]}}",
                "{\"os\":\"linux\",\"architecture\":\"a\",ROOTFS,\"config\":{\"Env\":\"A=1\"}}",
                "{\"os\":\"linux\",\"architecture\":\"a\",ROOTFS,\"config\":{\"Env\":[1]}}",
                "{\"os\":\"linux\",\"architecture\":\"a\",ROOTFS,\"config\":{\"Env\":[null]}}",
                "{\"os\":\"linux\",\"architecture\":\"a\",ROOTFS,\"config\":{\"User\":\"a\\u0000b\"}}",
                "{\"os\":\"linux\",\"architecture\":\"a\",ROOTFS,\"config\":{\"Healthcheck\":{\"Interval\":-1}}}",
                "{\"os\":\"linux\",\"architecture\":\"a\",ROOTFS,\"config\":{\"Healthcheck\":{\"Retries\":1.5}}}",
                "{\"os\":\"linux\",\"architecture\":\"a\",ROOTFS,\"config\":{\"Healthcheck\":{\"Retries\":99999999999}}}",
                "{\"os\":\"linux\",\"architecture\":\"a\",ROOTFS,\"created\":\"yesterday\"}",
                "{\"os\":\"linux\",\"architecture\":\"a\",ROOTFS,\"history\":[1]}",
            })
    void refusesOtherDocuments(String json) {
        assertThatThrownBy(() -> parse(json.replace("ROOTFS", ROOTFS))).isInstanceOf(ImageFormatException.class);
    }

    @Test
    void refusesDeepAndLargeDocuments() {
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(100_000))).isInstanceOf(ImageFormatException.class);
        assertThatThrownBy(() -> ImageConfig.parse(new byte[StrictJson.MAX_DOCUMENT + 1]))
                .hasMessage("image config is larger than 8 MiB");
    }
}

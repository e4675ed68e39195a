package sampan.core.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sampan.core.config.ContainerConfig;
import sampan.oci.image.ContainerDefaults;

final class ImageDefaultsTest {
    private static ContainerDefaults image() {
        ContainerDefaults.Draft draft = new ContainerDefaults.Draft();
        draft.entrypoint = List.of("entry");
        draft.cmd = List.of("default");
        draft.env.addAll(List.of("PATH=/image", "A=1"));
        draft.user = "u";
        draft.labels.put("l", "image");
        return draft.finish();
    }

    private static List<String> command(@Nullable List<String> entrypoint, String... cmd) {
        ContainerConfig asked = ContainerConfig.builder()
                .entrypoint(entrypoint)
                .cmd(List.of(cmd))
                .build();
        return ImageDefaults.command(ImageDefaults.merge(asked, image()));
    }

    @Test
    void mergesCommandsAsDockerDoes() {
        assertThat(command(null)).containsExactly("entry", "default");
        assertThat(command(null, "own")).containsExactly("entry", "own");
        assertThat(command(List.of("sh"))).containsExactly("sh");
        assertThat(command(List.of("sh"), "-c")).containsExactly("sh", "-c");
        assertThat(command(List.of(""), "own")).containsExactly("own");
        assertThatThrownBy(() -> command(List.of(""))).hasMessage("no command specified");
    }

    @Test
    void theCallersValuesComeFirst() {
        ContainerConfig asked = ContainerConfig.builder()
                .env(List.of("A=2", "B"))
                .labels(Map.of("l", "own", "m", "own"))
                .build();
        ContainerConfig merged = ImageDefaults.merge(asked, image());
        assertThat(merged.env()).containsExactly("A=2", "B", "PATH=/image");
        assertThat(merged.user()).isEqualTo("u");
        assertThat(merged.labels()).containsEntry("l", "own").containsEntry("m", "own");
    }

    @Test
    void aNameAloneRemovesAVariable() {
        assertThat(Environment.of("h", true, List.of("PATH=/own", "TERM", "X=1"))
                        .list())
                .containsExactly("PATH=/own", "HOSTNAME=h", "X=1");
    }
}

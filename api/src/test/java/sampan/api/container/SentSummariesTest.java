package sampan.api.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sampan.api.call.ApiVersion;
import sampan.core.container.list.ContainerSummary;

final class SentSummariesTest {
    private final SentSummaries sent = new SentSummaries();

    private String json(String version, String status, String fresh) {
        ContainerSummary summary = new ContainerSummary(
                "id",
                List.of("/name"),
                "image",
                "sha256:0",
                "true",
                0,
                List.of(),
                Map.of(),
                "running",
                status,
                Map.of(),
                Map.of("Networks", Map.of()),
                List.of());
        return new String(sent.json(ApiVersion.parse(version), summary, () -> fresh.getBytes(UTF_8)), UTF_8);
    }

    @Test
    void whatHasNotChangedIsSentAsItWas() {
        json("1.41", "Up 1 second", "first");

        assertThat(json("1.41", "Up 1 second", "second")).isEqualTo("first");
    }

    @Test
    void whatHasChangedIsMadeAnew() {
        json("1.41", "Up 1 second", "first");

        assertThat(json("1.41", "Up 2 seconds", "second")).isEqualTo("second");
        assertThat(json("1.41", "Up 2 seconds", "third")).isEqualTo("second");
    }

    @Test
    void eachVersionHasItsOwn() {
        json("1.41", "Up 1 second", "old");

        assertThat(json("1.44", "Up 1 second", "new")).isEqualTo("new");
    }
}

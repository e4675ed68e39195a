package sampan.api.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sampan.api.call.ApiVersion;
import sampan.core.config.ContainerConfig;
import sampan.core.config.HostConfig;
import sampan.core.container.list.ContainerSummary;
import sampan.core.container.state.ContainerState;

final class SentSummariesTest {
    private static final ContainerState STATE = new ContainerState.Created();

    private final SentSummaries sent = new SentSummaries();
    private final Glance.Wanted wanted =
            new Glance.Wanted("name", ContainerConfig.builder().build(), HostConfig.DEFAULT);
    private boolean looked;

    private String json(String version, String status, String fresh) {
        return json(version, new Glance(wanted, STATE, status, 1), fresh);
    }

    private String json(String version, Glance glance, String fresh) {
        looked = false;
        byte[] json = sent.json(
                ApiVersion.parse(version), "id", glance, () -> summary(glance.status()), _ -> fresh.getBytes(UTF_8));
        return new String(json, UTF_8);
    }

    private ContainerSummary summary(String status) {
        looked = true;
        return new ContainerSummary(
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
    }

    @Test
    void whatHasNotChangedIsSentAsItWasAndNotLookedAt() {
        json("1.41", "Up 1 second", "first");

        assertThat(json("1.41", "Up 1 second", "second")).isEqualTo("first");
        assertThat(looked).isFalse();
    }

    @Test
    void whatHasChangedIsMadeAnew() {
        json("1.41", "Up 1 second", "first");

        assertThat(json("1.41", "Up 2 seconds", "second")).isEqualTo("second");
        assertThat(json("1.41", "Up 2 seconds", "third")).isEqualTo("second");
    }

    @Test
    void afterAnythingThatHappenedItIsLookedAtAgain() {
        Glance.Wanted renamed = new Glance.Wanted("other", wanted.config(), wanted.host());
        json("1.41", new Glance(wanted, STATE, "Created", 1), "first");

        assertThat(json("1.41", new Glance(wanted, STATE, "Created", 2), "second"))
                .isEqualTo("first");
        assertThat(looked).isTrue();
        json("1.41", new Glance(renamed, STATE, "Created", 2), "third");
        assertThat(looked).isTrue();
        json("1.41", new Glance(wanted, new ContainerState.Created(), "Created", 2), "fourth");
        assertThat(looked).isTrue();
    }

    @Test
    void eachVersionHasItsOwn() {
        json("1.41", "Up 1 second", "old");

        assertThat(json("1.44", "Up 1 second", "new")).isEqualTo("new");
    }
}

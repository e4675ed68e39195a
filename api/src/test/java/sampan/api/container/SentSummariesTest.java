package sampan.api.container;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sampan.api.call.ApiVersion;

final class SentSummariesTest {
    private final SentSummaries sent = new SentSummaries();

    private String json(String version, String status, String fresh) {
        return new String(sent.json(ApiVersion.parse(version), "id", status, () -> fresh.getBytes(UTF_8)), UTF_8);
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

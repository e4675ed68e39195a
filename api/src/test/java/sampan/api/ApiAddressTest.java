package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.core.error.EngineException;

final class ApiAddressTest {
    @Test
    void aUnixAddressIsAnAbsolutePath() {
        assertThat(ApiAddress.parse("unix:///run/a/../b.sock").socket()).isEqualTo(Path.of("/run/b.sock"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/run/a.sock", "unix://", "unix://a.sock", "unix:///", "http://x", "unix:///a\0b"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> ApiAddress.parse(text)).isInstanceOf(EngineException.InvalidArgument.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp://0.0.0.0:2375", "fd://"})
    void whatComesLaterSaysSo(String text) {
        assertThatThrownBy(() -> ApiAddress.parse(text))
                .isInstanceOf(EngineException.NotSupported.class)
                .hasMessageContaining("later version");
    }
}

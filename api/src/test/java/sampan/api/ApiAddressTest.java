package sampan.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.core.error.EngineException;

/** What {@code -H} may name. */
final class ApiAddressTest {
    @Test
    void aUnixSocketIsAPath() {
        assertThat(ApiAddress.parse("unix:///run/a/../b.sock", false))
                .isEqualTo(new ApiAddress.Unix(Path.of("/run/b.sock")));
    }

    @ParameterizedTest
    @CsvSource({
        "tcp://127.0.0.1:1234, tcp://127.0.0.1:1234",
        "tcp://, tcp://localhost:2376",
        "tcp://:5000, tcp://localhost:5000",
        "tcp://[::1]:99, tcp://[::1]:99",
        "0.0.0.0:22, tcp://0.0.0.0:22",
        "host.example, tcp://host.example:2376",
        "fd://, fd://",
        "fd://*, fd://",
        "fd://api.socket, fd://api.socket"
    })
    void portsAndInheritedSocketsAreToo(String text, String shown) {
        assertThat(ApiAddress.parse(text, true)).hasToString(shown);
    }

    @Test
    void withoutTlsThePortIsAnother() {
        assertThat(ApiAddress.parse("tcp://0.0.0.0", false)).hasToString("tcp://0.0.0.0:2375");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unix://",
                "unix://relative",
                "unix:///",
                "http://x",
                "npipe:////./pipe/x",
                "tcp://a:b",
                "tcp://a:99999",
                "tcp://::1",
                "tcp://a b:1",
                "tcp://a:1/x",
                "unix:///a\0b"
            })
    void everythingElseIsRefused(String text) {
        assertThatThrownBy(() -> ApiAddress.parse(text, false))
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessageContaining("invalid bind address");
    }
}

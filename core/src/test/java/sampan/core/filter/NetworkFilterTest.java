package sampan.core.filter;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.core.error.EngineException;

final class NetworkFilterTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1h1", "2026-13-45", "99999999999999999999", "5000000h"})
    void aTimeThatIsNoneIsTheCallersMistake(String until) {
        assertThatThrownBy(() -> NetworkFilter.ofPrune(Map.of("until", List.of(until))))
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessage("failed to parse value as time or duration: \"" + until + "\"");
    }
}

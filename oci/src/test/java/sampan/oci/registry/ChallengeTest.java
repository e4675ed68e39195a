package sampan.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ChallengeTest {
    @Test
    void readsQuotedAndBareParameters() {
        assertThat(Challenge.parse(List.of("Bearer realm=\"https://a/t?x=1,2\",service=s, scope=\"a \\\"b\\\"\"")))
                .containsExactly(new Challenge(
                        "bearer", Map.of("realm", "https://a/t?x=1,2", "service", "s", "scope", "a \"b\"")));
        assertThat(Challenge.parse(List.of("Basic realm=\"x\"", "Negotiate")))
                .extracting(Challenge::scheme)
                .containsExactly("basic", "negotiate");
    }

    @Test
    void whatIsNoChallengeIsNone() {
        assertThat(Challenge.parse(List.of("", "=", "x".repeat(100_000)))).isEmpty();
    }
}

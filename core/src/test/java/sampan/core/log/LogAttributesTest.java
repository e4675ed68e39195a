package sampan.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sampan.core.config.ContainerConfig;
import sampan.core.error.EngineException;

final class LogAttributesTest {
    private static final ContainerConfig CONFIG = ContainerConfig.builder()
            .labels(Map.of("com.acme.tier", "one", "other", "two"))
            .env(List.of("ZONE=a", "HOME=/"))
            .build();

    @Test
    void namesAndExpressionsSayWhichAreKept() {
        assertThat(LogAttributes.text(LogAttributes.of(CONFIG, Map.of("labels-regex", "^com\\.", "env", "HOME"))))
                .isEqualTo("HOME=%2F,com.acme.tier=one");
        assertThat(LogAttributes.of(CONFIG, Map.of("env-regex", "(?P<first>Z)O")))
                .containsExactly(Map.entry("ZONE", "a"));
    }

    @Test
    void anExpressionThatIsNoneIsRefusedInGosWords() {
        for (String option : List.of("labels-regex", "env-regex")) {
            assertThatThrownBy(() -> LogAttributes.of(CONFIG, Map.of(option, "com[ab")))
                    .isInstanceOf(EngineException.InvalidArgument.class)
                    .hasMessage("error parsing regexp: missing closing ]: `[ab`");
        }
    }
}

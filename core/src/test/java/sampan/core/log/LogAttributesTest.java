package sampan.core.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sampan.core.config.ContainerConfig;
import sampan.core.error.EngineException;

final class LogAttributesTest {
    private static final ContainerConfig CONFIG = ContainerConfig.builder()
            .labels(Map.of("com.acme.tier", "one", "other", "two"))
            .env(List.of("ZONE=a", "HOME=/"))
            .build();

    @Test
    void namesAndExpressionsSayWhichAreKept() {
        assertThat(LogAttributes.text(CONFIG, Map.of("labels-regex", "^com\\.", "env", "HOME")))
                .isEqualTo("HOME=%2F,com.acme.tier=one");
        assertThat(LogAttributes.of(CONFIG, Map.of("env-regex", "(?P<first>Z)O")))
                .containsExactly(Map.entry("ZONE", "a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[ | missing closing ]: `[`",
                "com[ab | missing closing ]: `[ab`",
                "a(b | missing closing ): `a(b`",
                "a)b | unexpected ): `a)b`",
                "* | missing argument to repetition operator: `*`",
                "+a | missing argument to repetition operator: `+`"
            })
    void anExpressionThatIsNoneIsRefusedInGosWords(String expression, String reason) {
        for (String option : List.of("labels-regex", "env-regex")) {
            assertThatThrownBy(() -> LogAttributes.of(CONFIG, Map.of(option, expression)))
                    .isInstanceOf(EngineException.InvalidArgument.class)
                    .hasMessage("error parsing regexp: " + reason);
        }
    }
}

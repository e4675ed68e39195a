package sampan.core.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sampan.core.error.EngineException;

final class RegexTest {
    @ParameterizedTest
    @CsvSource({
        "^/?web, web-1",
        "(?P<kind>web|db)-[0-9]+$, web-12",
        "'[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 123e4567-e89b-12d3-a456-426614174000",
        "'^([0-9]{1,3}.){3}[0-9]{1,3}$', 10.0.0.1",
        "'^[0-9a-f]{64}$', 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "(?i)WEB, web"
    })
    void findsWhatGosDoes(String expression, String text) {
        assertThat(Regex.parse(expression).finds(text)).isTrue();
        assertThat(Regex.parse(expression).finds("other")).isFalse();
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
                "a** | invalid nested repetition operator: `**`",
                "a{1001} | invalid repeat count: `{1001}`",
                "(?=a) | invalid or unsupported Perl syntax: `(?=`"
            })
    void whatIsNoneIsRefusedInGosWords(String expression, String reason) {
        assertThatThrownBy(() -> Regex.parse(expression))
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessage("error parsing regexp: " + reason);
    }

    static Stream<Arguments> greedy() {
        return Stream.of(
                Arguments.of("((a{1000}){1000}){1000}", "expression too large"),
                Arguments.of("(\\Q)\\Ea{999}){1000}", "expression too large"),
                Arguments.of("([)(]a{999}){10,}", "expression too large"),
                Arguments.of("a".repeat(3000), "expression too large"),
                Arguments.of("(a|".repeat(400) + ")".repeat(400), "expression nests too deeply"),
                Arguments.of("(".repeat(100_000), "expression nests too deeply"));
    }

    /** They would take all memory or all of a stack. */
    @ParameterizedTest
    @MethodSource("greedy")
    void whatWouldTakeTooMuchIsRefused(String expression, String reason) {
        assertThatThrownBy(() -> Regex.parse(expression))
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessageStartingWith("error parsing regexp: " + reason);
    }

    /** By an engine that tries each way through them they would be found after the end of the world. */
    @ParameterizedTest
    @ValueSource(strings = {"a*a*a*a*a*a*a*a*a*a*b$", "(a|a)*(a|a)*(a|a)*(a|a)*b$", "(a{1,30}){1,30}b$"})
    void takesATimeInProportionToTheText(String expression) {
        assertThat(Regex.parse(expression).finds("a".repeat(10_000))).isFalse();
    }

    /** {@code x{0,3}} is {@code (x(xx?)?)?}. */
    @Test
    void whatIsDeeperThanAStackIsRefused() throws InterruptedException {
        String expression = "a{0,1000}";
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        Thread small = new Thread(null, () -> Regex.parse(expression), "small", 200_000);
        small.setUncaughtExceptionHandler((_, thrown) -> refusal.set(thrown));
        small.start();
        small.join();
        assertThat(refusal.get())
                .isInstanceOf(EngineException.InvalidArgument.class)
                .hasMessage("error parsing regexp: expression nests too deeply: `" + expression + "`");
    }
}
